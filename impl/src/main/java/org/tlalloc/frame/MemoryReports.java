package org.tlalloc.frame;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The forms in which firmware's memory maps are handed on, read into regions. */
final class MemoryReports {
    private static final String E820 = "BIOS-e820:";
    private static final Pattern E820_LINE = Pattern.compile(
            "\\[mem (?:0x)?([0-9a-fA-F]{1,16})-(?:0x)?([0-9a-fA-F]{1,16})] *(\\S.*)");
    /* Linux before 3.5: the end is exclusive, and the kind stands in brackets. */
    private static final Pattern OLD_E820_LINE = Pattern.compile(
            "([0-9a-fA-F]{1,16}) - ([0-9a-fA-F]{1,16}) \\((.+)\\)");
    private static final Pattern IOMEM_LINE = Pattern.compile("( *)([0-9a-fA-F]{1,16})-([0-9a-fA-F]{1,16}) : (.+)");

    private static final int MULTIBOOT_SIZE = 20;
    private static final int MULTIBOOT_MEMORY = 1;

    private MemoryReports() {
    }

    static List<MemoryRegion> e820(String log) {
        List<MemoryRegion> regions = new ArrayList<>();
        String[] lines = log.split("\\R");
        for (int i = 0; i < lines.length; i++) {
            int at = lines[i].indexOf(E820);
            if (at >= 0) {
                e820Line(i + 1, lines[i].substring(at + E820.length()).strip(), regions);
            }
        }
        return regions;
    }

    private static void e820Line(int number, String text, List<MemoryRegion> into) {
        Matcher matcher = E820_LINE.matcher(text);
        if (matcher.matches()) {
            add(hexadecimal(matcher.group(1)), hexadecimal(matcher.group(2)), matcher.group(3).strip().equals("usable"), into);
            return;
        }
        Matcher old = OLD_E820_LINE.matcher(text);
        if (!old.matches()) {
            throw new MemoryMapException("line=" + number + " is no line of an e820 map: " + text);
        }
        add(hexadecimal(old.group(1)), hexadecimal(old.group(2)) - 1, old.group(3).equals("usable"), into);
    }

    static List<MemoryRegion> iomem(String text) {
        List<MemoryRegion> regions = new ArrayList<>();
        String[] lines = text.split("\\R");
        boolean hidden = true;
        for (int i = 0; i < lines.length; i++) {
            if (lines[i].isBlank()) {
                continue;
            }
            Matcher matcher = IOMEM_LINE.matcher(lines[i].stripTrailing());
            if (!matcher.matches()) {
                throw new MemoryMapException("line=" + (i + 1) + " is no line of /proc/iomem: " + lines[i].strip());
            }
            long first = hexadecimal(matcher.group(2));
            long last = hexadecimal(matcher.group(3));
            hidden &= first == 0 && last == 0;
            add(first, last, matcher.group(1).isEmpty() && matcher.group(4).equals("System RAM"), regions);
        }
        if (hidden && regions.size() > 1) {
            throw new MemoryMapException("all addresses are 0, lines=" + regions.size() + ": /proc/iomem shows them to root alone");
        }
        return regions;
    }

    /** A region by its first and last byte; one without bytes says nothing. */
    private static void add(long first, long last, boolean usable, List<MemoryRegion> into) {
        if (last != first - 1) {
            into.add(new MemoryRegion(first, last, usable));
        }
    }

    private static long hexadecimal(String digits) {
        return Long.parseUnsignedLong(digits, 16);
    }

    static List<MemoryRegion> multiboot(byte[] entries) {
        List<MemoryRegion> regions = new ArrayList<>();
        ByteBuffer buffer = ByteBuffer.wrap(entries).order(ByteOrder.LITTLE_ENDIAN);
        for (int number = 0; buffer.hasRemaining(); number++) {
            int offset = buffer.position();
            int size = buffer.remaining() < Integer.BYTES ? -1 : buffer.getInt();
            if (size < MULTIBOOT_SIZE || size > buffer.remaining()) {
                throw new MemoryMapException("entry=" + number + " of the multiboot memory map at offset=" + offset
                        + " is cut off, size=" + size + " length=" + entries.length);
            }
            long address = buffer.getLong();
            long length = buffer.getLong();
            boolean usable = buffer.getInt() == MULTIBOOT_MEMORY;
            if (length != 0) {
                regions.add(MemoryRegion.ofLength(address, length, usable));
            }
            buffer.position(offset + Integer.BYTES + size);
        }
        return regions;
    }
}
