package org.tlalloc.conformance.machine;

import java.util.Locale;

/** Numbers as people write addresses: {@code 0xffff_8000}, {@code 4096}, {@code 16M}. */
public final class Numerals {
    private Numerals() {
    }

    /**
     * @param name of what it is, for the error
     * @throws IllegalArgumentException if it is no number of 64 bits
     */
    public static long parse(String name, String text) {
        String digits = text.strip().replace("_", "").toLowerCase(Locale.ROOT);
        try {
            if (digits.startsWith("0x")) {
                return Long.parseUnsignedLong(digits.substring(2), 16);
            }
            int unit = digits.isEmpty() ? -1 : "kmg".indexOf(digits.charAt(digits.length() - 1));
            return unit < 0 ? Long.parseUnsignedLong(digits)
                    : Math.multiplyExact(Long.parseLong(digits.substring(0, digits.length() - 1)), 1L << 10 * (unit + 1));
        } catch (NumberFormatException | ArithmeticException e) {
            throw new IllegalArgumentException(name + "=" + text.strip() + " is not a number such as 0x1000, 4096 or 4K");
        }
    }

    /** The same for a number of 32 bits. */
    public static int parseInt(String name, String text) {
        long number = parse(name, text);
        if (number >>> 32 != 0) {
            throw new IllegalArgumentException(name + "=" + text.strip() + " has more than 32 bits");
        }
        return (int) number;
    }
}
