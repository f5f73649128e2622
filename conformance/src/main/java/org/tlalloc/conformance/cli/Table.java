package org.tlalloc.conformance.cli;

import java.io.PrintStream;
import java.util.List;
import java.util.Locale;

/** Rows of text in columns, each shown as soon as it is known; so the widths are given beforehand. */
final class Table {
    /**
     * @param width at least; a wider cell pushes the rest to the right
     * @param right whether cells stand at the right edge, as numbers do
     */
    record Column(String title, int width, boolean right) {
        static Column text(String title, int width) {
            return new Column(title, width, false);
        }

        static Column number(String title, int width) {
            return new Column(title, width, true);
        }
    }

    private final PrintStream out;
    private final List<Column> columns;

    Table(PrintStream out, List<Column> columns) {
        this.out = out;
        this.columns = List.copyOf(columns);
    }

    void head() {
        row(columns.stream().map(Column::title).toArray());
    }

    /** Numbers are grouped by thousands; null is an empty cell. */
    void row(Object... cells) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < cells.length; i++) {
            Column column = columns.get(i);
            String text = text(cells[i]);
            String blank = " ".repeat(Math.max(0, column.width() - text.length()));
            line.append(i == 0 ? "" : "  ").append(column.right() ? blank + text : text + blank);
        }
        out.println(line.toString().stripTrailing());
    }

    private static String text(Object cell) {
        return cell == null ? "" : cell instanceof Long || cell instanceof Integer ? String.format(Locale.ROOT, "%,d", cell)
                : cell instanceof Double ? String.format(Locale.ROOT, "%.1f", cell) : cell.toString();
    }
}
