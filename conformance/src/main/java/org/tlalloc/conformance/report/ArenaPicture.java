package org.tlalloc.conformance.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.tlalloc.model.value.FunctionValue;
import org.tlalloc.model.value.IntValue;
import org.tlalloc.model.value.SetValue;
import org.tlalloc.model.value.Value;

/**
 * An arena of frames drawn as text, where the state has {@code allocated} (a function from
 * frames to orders, -1 for none), and perhaps {@code freeBlocks} (from orders to sets of
 * frames): a row for each order, a column for each frame.
 *
 * <pre>
 *            0       4
 *  order 2 |       |ffffffff|
 *  order 1 |   |fff|
 *  order 0 |U|f|
 * </pre>
 */
public final class ArenaPicture {
    private static final int WIDEST = 64;

    private ArenaPicture() {
    }

    /** The picture's lines; none if the state is no arena, or too wide to draw. */
    public static List<String> of(Map<String, Value> state) {
        if (state == null || !(state.get("allocated") instanceof FunctionValue allocated)
                || allocated.keys().isEmpty() || allocated.keys().size() > WIDEST || !onNumbers(allocated)) {
            return List.of();
        }
        int frames = allocated.keys().size();
        int highest = highest(allocated, state.get("freeBlocks"));
        List<String> lines = new ArrayList<>();
        lines.add(ruler(frames));
        for (int order = highest; order >= 0; order--) {
            lines.add(row(order, frames, allocated, state.get("freeBlocks")));
        }
        lines.add("          " + (state.containsKey("freeBlocks") ? "U allocated, f free, blank neither"
                : "U allocated, blank free or reserved"));
        return lines;
    }

    private static boolean onNumbers(FunctionValue function) {
        for (int i = 0; i < function.keys().size(); i++) {
            if (!function.keys().get(i).equals(Value.of(i)) || !(function.values().get(i) instanceof IntValue)) {
                return false;
            }
        }
        return true;
    }

    private static int highest(FunctionValue allocated, Value freeBlocks) {
        int highest = freeBlocks instanceof FunctionValue free ? free.keys().size() - 1 : 0;
        for (Value order : allocated.values()) {
            highest = Math.max(highest, ((IntValue) order).value());
        }
        return Math.min(highest, 30);
    }

    private static String ruler(int frames) {
        StringBuilder line = new StringBuilder(" ".repeat(10));
        for (int frame = 0; frame < frames; frame += 4) {
            line.append(String.format("%-8d", frame));
        }
        return line.toString().stripTrailing();
    }

    private static String row(int order, int frames, FunctionValue allocated, Value freeBlocks) {
        char[] cells = " ".repeat(2 * frames + 1).toCharArray();
        for (int frame = 0; frame < frames; frame++) {
            if (allocated.values().get(frame).equals(Value.of(order))) {
                draw(cells, frame, order, 'U');
            }
            if (freeBlocks instanceof FunctionValue free && order < free.values().size()
                    && free.values().get(order) instanceof SetValue blocks && blocks.elements().contains(Value.of(frame))) {
                draw(cells, frame, order, 'f');
            }
        }
        return String.format("order %2d |", order).substring(0, 10) + new String(cells).stripTrailing();
    }

    private static void draw(char[] cells, int frame, int order, char mark) {
        int end = Math.min(2 * (frame + (1 << order)), cells.length - 1);
        for (int i = 2 * frame; i < end; i++) {
            cells[i] = cells[i] == ' ' || cells[i] == '|' ? mark : '#';
        }
        cells[end] = '|';
    }
}
