package org.tlalloc.conformance.compare;

import java.util.List;

/** The rule that advice goes by, in words, with its limits. The command's help and the README say it in the same words. */
public final class AdviceRule {
    /** Of 100 requests: fewer refusals than this do not make up for anything else, however significant they are. */
    static final int REFUSALS_APART = 1;
    /** In per cent. In a kernel of 32 bits, where 256 MiB of addresses are all that slabs have, a tenth is a lot. */
    static final int MOST_WASTE = 10;
    /** What chance may explain is a tie only where it is small: else a measurement too short would make ties of everything. */
    static final double AS_FAST = 1.25;
    /** In per cent: less metadata than this saves nothing that anybody would notice. */
    static final int METADATA_APART = 5;
    /** Of 1,000 requests: where only refusals count, more than this do. */
    static final int REFUSALS_ALIKE = 1;

    public static final String ONE = "1. Drop what on any traffic refuses significantly more than the best there, and by more than "
            + REFUSALS_APART + " in 100 requests.";
    public static final String TWO = "2. Drop what on any traffic wastes more than " + MOST_WASTE + " per cent of the pages that are gone.";
    public static final String THREE = "3. Of the rest take the fastest. If others are neither significantly nor more than " + AS_FAST
            + " times slower, take of them all the one with the least metadata, of which less than " + METADATA_APART
            + " per cent does not count; if that leaves several, the fastest of these.";
    public static final String REST = "A step that leaves nothing is passed over. For other needs it is said which steps are left out,"
            + " or what is judged instead.";

    private AdviceRule() {
    }

    /** A step an element. */
    static List<String> sentences() {
        return List.of(ONE, TWO, THREE, REST);
    }
}
