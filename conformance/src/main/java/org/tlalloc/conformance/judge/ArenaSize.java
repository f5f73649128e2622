package org.tlalloc.conformance.judge;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How large an arena is to be: so many frames, or so many per cent of the most that a workload has live. */
public final class ArenaSize {
    private static final Pattern FORM = Pattern.compile("([0-9]{1,9})(%?)");
    private static final int LARGEST_USUAL_ORDER = 10;

    private final int number;
    private final boolean percent;

    private ArenaSize(int number, boolean percent) {
        this.number = number;
        this.percent = percent;
    }

    /**
     * @param text such as {@code 1048576} or {@code 80%}
     * @throws IllegalArgumentException if it is neither
     */
    public static ArenaSize parse(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches() || Integer.parseInt(matcher.group(1)) == 0) {
            throw new IllegalArgumentException("frames=" + text + " is neither a number of frames nor, such as 80%,"
                    + " a percentage of the workload's peak");
        }
        return new ArenaSize(Integer.parseInt(matcher.group(1)), !matcher.group(2).isEmpty());
    }

    /**
     * In frames, rounded down, but at least 1.
     *
     * @throws IllegalArgumentException if that is more than {@link Judge#MAX_FRAMES}
     */
    public int frames(Workload workload) {
        long frames = percent ? Math.max(1, workload.peakFrames() * number / 100) : number;
        if (frames > Judge.MAX_FRAMES) {
            throw new IllegalArgumentException("frames=" + frames + " is not within 1.." + Judge.MAX_FRAMES);
        }
        return (int) frames;
    }

    /** The largest order of an arena where nobody says: Linux's 10, or less where the arena has no room for it. */
    public static int usualMaxOrder(int frames) {
        return Math.min(LARGEST_USUAL_ORDER, 31 - Integer.numberOfLeadingZeros(frames));
    }
}
