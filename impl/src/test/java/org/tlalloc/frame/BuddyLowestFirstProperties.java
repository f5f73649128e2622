package org.tlalloc.frame;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.BitSet;
import org.tlalloc.frame.ReferenceBuddy.Placement;
import org.tlalloc.machine.Masks;
import org.tlalloc.machine.Window;

class BuddyLowestFirstProperties extends BuddyProperties {
    BuddyLowestFirstProperties() {
        super(Placement.LOWEST);
    }

    /** The words that have a free block are those in the masks, and the first of them is known. */
    @Override
    void checkIndex(Arena arena) {
        Buddy buddy = arena.buddy();
        BuddyLayout layout = Arena.layout(Placement.LOWEST, buddy.frameCount(), buddy.maxOrder());
        for (int i = 0; i <= buddy.maxOrder(); i++) {
            int order = i;
            BitSet words = new BitSet();
            buddy.freeBlocks()[order].stream().forEach(frame -> words.set(frame >>> order + 5));
            assertEquals(Math.max(0, words.nextSetBit(0)), arena.memory.readInt(arena.base + BuddyLayout.lowest(order)), "order=" + order);
            assertEquals(words, masks(arena, layout, order), "order=" + order);
        }
    }

    private static BitSet masks(Arena arena, BuddyLayout layout, int order) {
        Window window = arena.memory.window(arena.base, layout.size);
        int[] levels = layout.levels()[order];
        BitSet found = new BitSet();
        for (int word = Masks.first(window, levels); word != Masks.NONE; word = Masks.above(window, levels, word)) {
            found.set(word);
        }
        return found;
    }
}
