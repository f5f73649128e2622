package org.tlalloc.conformance.judge;

import java.util.Locale;
import org.tlalloc.frame.BlockAllocation;

/**
 * What is free in an arena at some moment, as it follows from the blocks handed out: the free
 * frames, joined to the largest aligned blocks that they make, up to the largest order.
 *
 * <p>The <em>unusable free space index</em> of an order is the share of free memory that lies in
 * blocks too small for it; where nothing is free, it is 1. Source: Gorman and Whitcroft, The what,
 * the why and the where to of anti-fragmentation, Ottawa Linux Symposium 2006; Linux shows it as
 * {@code extfrag/unusable_index}.
 */
public final class FreeMemory {
    private final int[] blocks;
    private int frames;
    private int longestRun;

    private FreeMemory(int maxOrder) {
        this.blocks = new int[maxOrder + 1];
    }

    /** @param allocated for each frame the order of the block handed out that begins there, or -1 */
    public static FreeMemory of(int[] allocated, int maxOrder) {
        FreeMemory free = new FreeMemory(maxOrder);
        int begin = 0;
        for (int frame = 0; frame < allocated.length;) {
            if (allocated[frame] == BlockAllocation.NONE) {
                frame++;
            } else {
                free.addRun(begin, frame);
                frame += 1 << allocated[frame];
                begin = frame;
            }
        }
        free.addRun(begin, allocated.length);
        return free;
    }

    private void addRun(int begin, int end) {
        frames += Math.max(0, end - begin);
        longestRun = Math.max(longestRun, end - begin);
        for (int frame = begin; frame < end;) {
            int fits = 31 - Integer.numberOfLeadingZeros(end - frame);
            int order = Math.min(Math.min(fits, Integer.numberOfTrailingZeros(frame)), maxOrder());
            blocks[order]++;
            frame += 1 << order;
        }
    }

    public int maxOrder() {
        return blocks.length - 1;
    }

    /** How many free blocks there are of this order. */
    public int blocks(int order) {
        return blocks[order];
    }

    /** How many frames are free. */
    public int frames() {
        return frames;
    }

    /** In frames; 0 if nothing is free. */
    public int largestBlock() {
        for (int order = maxOrder(); order >= 0; order--) {
            if (blocks[order] > 0) {
                return 1 << order;
            }
        }
        return 0;
    }

    /** The most free frames side by side, aligned or not. */
    public int longestRun() {
        return longestRun;
    }

    /** The unusable free space index of an order, 0 to 1. */
    public double unusable(int order) {
        if (frames == 0) {
            return 1;
        }
        long usable = 0;
        for (int larger = order; larger <= maxOrder(); larger++) {
            usable += (long) blocks[larger] << larger;
        }
        return 1 - (double) usable / frames;
    }

    /** The share of free memory outside the longest run of free frames, 0 to 1; where nothing is free, it is 0. */
    public double externalFragmentation() {
        return frames == 0 ? 0 : 1 - (double) longestRun / frames;
    }

    /** The free blocks of each order as Linux prints them in {@code /proc/buddyinfo}. */
    public String buddyinfo() {
        StringBuilder line = new StringBuilder("Node 0, zone   Normal ");
        for (int count : blocks) {
            line.append(String.format(Locale.ROOT, "%6d ", count));
        }
        return line.toString();
    }
}
