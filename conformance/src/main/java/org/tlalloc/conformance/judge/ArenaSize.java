package org.tlalloc.conformance.judge;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How large an arena is to be: so many frames, or so many per cent of the most that a workload has live. */
public final class ArenaSize {
    private static final Pattern FORM = Pattern.compile("([0-9]+)(%?)");
    private static final int LARGEST_USUAL_ORDER = 10;

    /** More than any size is, and still to be reckoned with. */
    private static final int DIGITS = 9;

    private final String text;
    private final long number;
    private final boolean percent;

    private ArenaSize(String text, long number, boolean percent) {
        this.text = text;
        this.number = number;
        this.percent = percent;
    }

    /**
     * @param text such as {@code 1048576} or {@code 80%}
     * @throws IllegalArgumentException if it is neither
     */
    public static ArenaSize parse(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches() || matcher.group(1).matches("0+%?") && text.endsWith("%")) {
            throw new IllegalArgumentException("frames=" + text + " is neither a number of frames nor, such as 80%,"
                    + " a percentage of the workload's peak");
        }
        String digits = matcher.group(1).replaceFirst("^0+(?=.)", "");
        return new ArenaSize(text, digits.length() > DIGITS ? Integer.MAX_VALUE : Long.parseLong(digits), !matcher.group(2).isEmpty());
    }

    /**
     * In frames, rounded down, but at least 1.
     *
     * @throws IllegalArgumentException if that is none, or more than {@link Judge#MAX_FRAMES}
     */
    public int frames(Workload workload) {
        long frames = percent ? Math.max(1, workload.peakFrames() * number / 100) : number;
        if (frames < 1 || frames > Judge.MAX_FRAMES) {
            throw new IllegalArgumentException("frames=" + (percent && number < Integer.MAX_VALUE ? String.valueOf(frames) : text)
                    + " is not within 1.." + Judge.MAX_FRAMES);
        }
        return (int) frames;
    }

    /** The largest order of an arena where nobody says: Linux's 10, or less where the arena has no room for it. */
    public static int usualMaxOrder(int frames) {
        return Math.min(LARGEST_USUAL_ORDER, 31 - Integer.numberOfLeadingZeros(frames));
    }
}
