package org.tlalloc.conformance.compare;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** Seeds as they are given: {@code 1..12}, or {@code 3,5,8}. */
public final class Seeds {
    private static final Pattern RANGE = Pattern.compile("(\\d{1,18})\\.\\.(\\d{1,18})");
    private static final Pattern LIST = Pattern.compile("\\d{1,18}(,\\d{1,18})*");
    private static final int FEWEST = 2;
    private static final int MOST = 1000;

    private Seeds() {
    }

    /**
     * How many it takes for any two of so many strategies to differ by more than chance: of n seeds,
     * ranks give a probability of 2 / 2^n at best, and Holm's correction asks for as many times less as there are pairs.
     */
    static int fewest(int strategies) {
        int pairs = Math.max(1, strategies * (strategies - 1) / 2);
        int seeds = FEWEST;
        while (strategies > 1 && pairs * Math.pow(2, 1 - seeds) >= Differences.LEVEL) {
            seeds++;
        }
        return seeds;
    }

    /** @throws ComparisonException if these are no seeds, fewer than two, more than a thousand, or one of them twice */
    public static List<Long> parse(String text) {
        Matcher range = RANGE.matcher(text);
        if (range.matches()) {
            long first = Long.parseLong(range.group(1));
            long last = Long.parseLong(range.group(2));
            return checked(text, last - first >= MOST ? List.of() : LongStream.rangeClosed(first, last).boxed().toList());
        }
        if (!LIST.matcher(text).matches()) {
            throw new ComparisonException("seeds=" + text + " are neither first..last, as in 1..12, nor a list, as in 3,5,8");
        }
        return checked(text, Stream.of(text.split(",")).map(Long::valueOf).toList());
    }

    private static List<Long> checked(String text, List<Long> seeds) {
        if (seeds.size() < FEWEST || seeds.size() > MOST) {
            throw new ComparisonException("seeds=" + text + " are not " + FEWEST + ".." + MOST + " of them: one alone says nothing of chance");
        }
        if (seeds.stream().distinct().count() < seeds.size()) {
            throw new ComparisonException("seeds=" + text + " has one of them twice");
        }
        return seeds;
    }
}
