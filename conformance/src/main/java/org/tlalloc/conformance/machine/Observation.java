package org.tlalloc.conformance.machine;

import java.util.List;

/**
 * What came of a probe, on either machine.
 *
 * @param vector    {@link #MADE} if the access was made, or the number of the exception
 * @param errorCode of the exception; 0 if it has none
 * @param cr2       the address that a page fault tells
 * @param values    what was read, once or, by a {@link Remap}, three times; empty for other accesses, and where memory
 *                  is not looked at
 * @param seen      what then was in the words of memory that we expect the access to go to, where these are looked at
 * @param before    the entries on the way, before the access
 * @param after     and after it
 */
public record Observation(int vector, int errorCode, long cr2, List<Integer> values, List<Integer> seen, List<Long> before, List<Long> after) {
    /** Not an exception. */
    public static final int MADE = -1;
    public static final int GENERAL_PROTECTION = 13;
    public static final int PAGE_FAULT = 14;

    public Observation {
        values = List.copyOf(values);
        seen = List.copyOf(seen);
        before = List.copyOf(before);
        after = List.copyOf(after);
    }

    /** In a word or two: {@code made}, {@code page fault 3} with the error code, or {@code exception 13}. */
    public String kind() {
        return vector == MADE ? "made" : vector == PAGE_FAULT ? "page fault " + errorCode : "exception " + vector;
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(kind());
        if (vector == MADE) {
            values.forEach(value -> text.append(String.format(" value=0x%x", value)));
            seen.forEach(word -> text.append(String.format(" seen=0x%x", word)));
        } else {
            text.append(vector == PAGE_FAULT ? String.format(" cr2=0x%x", cr2) : " errorCode=" + errorCode);
        }
        text.append(" entries");
        for (int i = 0; i < after.size(); i++) {
            text.append(String.format(" 0x%x", before.get(i))).append(
                    before.get(i).equals(after.get(i)) ? "" : String.format("->0x%x", after.get(i)));
        }
        return text.toString();
    }
}
