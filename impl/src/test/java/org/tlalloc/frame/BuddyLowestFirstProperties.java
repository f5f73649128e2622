package org.tlalloc.frame;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.tlalloc.frame.ReferenceBuddy.Placement;

class BuddyLowestFirstProperties extends BuddyProperties {
    BuddyLowestFirstProperties() {
        super(Placement.LOWEST);
    }

    /** In every level above the lowest a bit is set if, and only if, the word below it is not zero. */
    @Override
    void checkIndex(Arena arena) {
        Buddy buddy = arena.buddy();
        BuddyLayout layout = Arena.layout(Placement.LOWEST, buddy.frameCount(), buddy.maxOrder());
        for (int order = 0; order <= buddy.maxOrder(); order++) {
            int[] levels = layout.levels(order);
            for (int level = 1; level < levels.length; level++) {
                int words = (levels[level] - levels[level - 1]) / Long.BYTES;
                for (int word = 0; word < words; word++) {
                    long below = arena.memory.readLong(arena.base + levels[level - 1] + 8L * word);
                    long above = arena.memory.readLong(arena.base + levels[level] + 8L * (word / 64));
                    assertEquals(below != 0, (above >>> word & 1) != 0, "order=" + order + " level=" + level + " bit=" + word);
                }
            }
        }
    }
}
