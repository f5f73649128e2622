package org.tlalloc.conformance.report;

import java.util.ArrayList;
import java.util.List;
import org.tlalloc.conformance.replay.Divergence;

/** Bytes before and after a call, in rows of sixteen: those that differ, with the changed ones marked. */
final class ByteDump {
    private static final int ROW = 16;
    private static final int MOST_ROWS = 24;

    private ByteDump() {
    }

    static List<String> of(Divergence.Memory memory) {
        List<String> lines = new ArrayList<>();
        byte[] before = memory.before();
        byte[] after = memory.after();
        int rows = 0;
        for (int row = 0; row < before.length; row += ROW) {
            if (differs(before, after, row) && rows++ < MOST_ROWS) {
                lines.add(line("before", memory.address() + row, before, before, row));
                lines.add(line(" after", memory.address() + row, after, before, row));
            }
        }
        if (rows > MOST_ROWS) {
            lines.add("... and rows=" + (rows - MOST_ROWS) + " more");
        }
        return lines.isEmpty() ? List.of("no byte of the footprint differs") : lines;
    }

    private static boolean differs(byte[] before, byte[] after, int row) {
        for (int i = row; i < Math.min(row + ROW, before.length); i++) {
            if (before[i] != after[i]) {
                return true;
            }
        }
        return false;
    }

    private static String line(String title, long address, byte[] bytes, byte[] before, int row) {
        StringBuilder line = new StringBuilder(title).append(String.format("  %08x ", address));
        for (int i = row; i < Math.min(row + ROW, bytes.length); i++) {
            line.append(bytes[i] == before[i] ? ' ' : '*').append(String.format("%02x", bytes[i]));
        }
        return line.toString();
    }
}
