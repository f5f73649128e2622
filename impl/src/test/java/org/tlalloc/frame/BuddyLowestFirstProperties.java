package org.tlalloc.frame;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.tlalloc.frame.ReferenceBuddy.Placement;

class BuddyLowestFirstProperties extends BuddyProperties {
    BuddyLowestFirstProperties() {
        super(Placement.LOWEST);
    }

    /** In every level a bit is set if, and only if, the word below it has a free block, or is not zero. */
    @Override
    void checkIndex(Arena arena) {
        Buddy buddy = arena.buddy();
        BuddyLayout layout = Arena.layout(Placement.LOWEST, buddy.frameCount(), buddy.maxOrder());
        for (int order = 0; order <= buddy.maxOrder(); order++) {
            int below = layout.words()[order];
            int words = layout.wordCount(order);
            // Of the words themselves the lower half, the free blocks, is what counts.
            long counting = 0xffff_ffffL;
            for (int level : layout.levels()[order]) {
                for (int word = 0; word < words; word++) {
                    boolean any = (arena.memory.readLong(arena.base + below + 8L * word) & counting) != 0;
                    long above = arena.memory.readLong(arena.base + level + 8L * (word / 64));
                    assertEquals(any, (above >>> word & 1) != 0, "order=" + order + " level at=" + level + " bit=" + word);
                }
                below = level;
                words = (words + 63) / 64;
                counting = -1;
            }
        }
    }
}
