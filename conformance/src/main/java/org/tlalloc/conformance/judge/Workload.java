package org.tlalloc.conformance.judge;

import it.unimi.dsi.fastutil.ints.IntArrayList;
import java.nio.file.Path;

/**
 * What somebody asked of an allocator of blocks, in order: allocations, and releases of what was
 * allocated.
 *
 * <p>Events are counted from 0, and so are blocks: the n-th allocation makes block n. As a file it
 * is text, compressed by gzip or not, an event a line:
 *
 * <pre>
 *  op,id,order,mobility,linux_pfn
 *  a,17,3,movable,2421807          allocate 2^3 frames, to be known as 17; Linux put them at frame 2421807
 *  f,17                            free what is known as 17
 * </pre>
 *
 * An {@code id} names one block at a time. {@code mobility} (unmovable, movable or reclaimable) and
 * {@code linux_pfn} are of the recording and say nothing to an allocator here.
 */
public final class Workload {
    static final int MAX_ORDER = 30;

    private final Path file;
    /* The block's number where it is allocated, and the number's complement where it is freed. */
    private final IntArrayList events = new IntArrayList();
    private final IntArrayList orders = new IntArrayList();
    private int largestOrder;
    private long liveFrames;
    private long peakFrames;

    Workload(Path file) {
        this.file = file;
    }

    /** Adds an allocation; returns the block's number. */
    int allocate(int order) {
        int block = orders.size();
        orders.add(order);
        events.add(block);
        liveFrames += 1L << order;
        peakFrames = Math.max(peakFrames, liveFrames);
        largestOrder = Math.max(largestOrder, order);
        return block;
    }

    /** Adds the release of a block. */
    void free(int block) {
        events.add(~block);
        liveFrames -= 1L << orders.getInt(block);
    }

    public Path file() {
        return file;
    }

    /** How many events it has. */
    public int size() {
        return events.size();
    }

    public int allocations() {
        return orders.size();
    }

    public int frees() {
        return size() - allocations();
    }

    /** Whether the event allocates; otherwise it frees. */
    public boolean isAllocation(int event) {
        return events.getInt(event) >= 0;
    }

    /** The block that the event allocates or frees. */
    public int block(int event) {
        int number = events.getInt(event);
        return number >= 0 ? number : ~number;
    }

    /** The order of that block. */
    public int order(int event) {
        return orders.getInt(block(event));
    }

    /** Where the event stands in the file, from 1. */
    public int line(int event) {
        return event + 2;
    }

    public int largestOrder() {
        return largestOrder;
    }

    /** The most frames that are allocated at once, if every allocation succeeds. */
    public long peakFrames() {
        return peakFrames;
    }

    /** @throws WorkloadException if it has blocks of larger orders than an arena with this largest order */
    public void requireOrders(int maxOrder) {
        for (int event = 0; event < size() && largestOrder > maxOrder; event++) {
            if (order(event) > maxOrder) {
                throw new WorkloadException(file, line(event), "order=" + order(event)
                        + " is one that the arena lacks, maxOrder=" + maxOrder);
            }
        }
    }
}
