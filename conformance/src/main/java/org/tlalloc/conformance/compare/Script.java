package org.tlalloc.conformance.compare;

import it.unimi.dsi.fastutil.ints.IntArrayList;

/**
 * What is asked of an allocator, request by request: a range of so many pages, or an end of one asked
 * for before. It is the same for all strategies, whatever they answer: the end of a range that was
 * refused is passed over.
 */
public final class Script {
    /* The range's number where it is asked for, and the number's complement where it ends. */
    private final IntArrayList requests = new IntArrayList();
    private final IntArrayList lengths = new IntArrayList();

    /** Asks for a range; returns its number, from 0. */
    int ask(int pages) {
        int range = lengths.size();
        lengths.add(pages);
        requests.add(range);
        return range;
    }

    /** Ends a range that was asked for. */
    void end(int range) {
        requests.add(~range);
    }

    /** The most pages that are in use at once, if nothing is refused. */
    long peakPages() {
        long peak = 0;
        long now = 0;
        for (int at = 0; at < size(); at++) {
            now += asks(at) ? pages(range(at)) : -pages(range(at));
            peak = Math.max(peak, now);
        }
        return peak;
    }

    /** How many requests and ends there are. */
    int size() {
        return requests.size();
    }

    /** How many ranges are asked for. */
    int ranges() {
        return lengths.size();
    }

    boolean asks(int at) {
        return requests.getInt(at) >= 0;
    }

    /** The range that is asked for, or ends. */
    int range(int at) {
        int number = requests.getInt(at);
        return number >= 0 ? number : ~number;
    }

    /** The length of a range. */
    int pages(int range) {
        return lengths.getInt(range);
    }
}
