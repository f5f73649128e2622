package org.tlalloc.conformance.machine;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Lines of fields between commas: empty ones are skipped, as are comments from {@code #}, and a first line of titles. */
final class InputLines {
    /** @param number counted from 1 */
    record Line(int number, List<String> fields) {
        String field(int i) {
            return i < fields.size() ? fields.get(i) : "";
        }

        /** What is wrong with it. */
        IllegalArgumentException refuse(String reason) {
            return new IllegalArgumentException("line=" + number + ": " + reason);
        }
    }

    private InputLines() {
    }

    /** @param title the first field of a line of titles */
    static List<Line> read(BufferedReader from, String title) throws IOException {
        List<Line> lines = new ArrayList<>();
        int number = 0;
        for (String text = from.readLine(); text != null; text = from.readLine()) {
            number++;
            String content = text.replaceFirst("#.*", "").strip();
            List<String> fields = Arrays.stream(content.split(",", -1)).map(String::strip).toList();
            if (!content.isEmpty() && !(lines.isEmpty() && fields.get(0).equals(title))) {
                lines.add(new Line(number, fields));
            }
        }
        return lines;
    }
}
