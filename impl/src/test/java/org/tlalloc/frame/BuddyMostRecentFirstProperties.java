package org.tlalloc.frame;

import static org.junit.jupiter.api.Assertions.assertTrue;

import org.tlalloc.frame.ReferenceBuddy.Placement;

class BuddyMostRecentFirstProperties extends BuddyProperties {
    BuddyMostRecentFirstProperties() {
        super(Placement.MOST_RECENT);
    }

    /** A stack never overflows: its entries are at most twice the free blocks, and at most its slots. */
    @Override
    void checkIndex(Arena arena) {
        Buddy buddy = arena.buddy();
        BuddyLayout layout = Arena.layout(Placement.MOST_RECENT, buddy.frameCount(), buddy.maxOrder());
        for (int order = 0; order <= buddy.maxOrder(); order++) {
            int top = arena.memory.readInt(arena.base + BuddyLayout.top(order));
            int free = buddy.freeCount(order);
            assertTrue(free <= top && top <= 2 * free && top <= layout.slots(order),
                    "order=" + order + " top=" + top + " free=" + free + " slots=" + layout.slots(order));
        }
    }
}
