package org.tlalloc.frame;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.BitSet;
import org.junit.jupiter.api.function.Executable;
import org.tlalloc.machine.Extent;
import org.tlalloc.machine.PhysicalMemory;

/** A frame bitmap in memory of its own, beside the naive one. */
final class FrameArena {
    static final long BASE = 0x2_3450;

    final PhysicalMemory memory = new PhysicalMemory(1L << 24);
    final NaiveFrames naive;
    FrameBitmap bitmap;

    FrameArena(int frameCount, int maxOrder, BitSet reserved) {
        naive = new NaiveFrames(frameCount, reserved);
        bitmap = FrameBitmap.format(memory, BASE, frameCount, maxOrder, reserved);
    }

    FrameArena(int frameCount, int maxOrder) {
        this(frameCount, maxOrder, new BitSet());
    }

    int allocate(int order) {
        int expected = naive.allocate(new RunRequest(1 << order, 1, Integer.MAX_VALUE));
        assertEquals(expected, bitmap.allocate(order), "allocate order=" + order);
        return expected;
    }

    int allocateRun(int frames, int alignment, int limit) {
        RunRequest request = new RunRequest(frames, alignment, limit);
        int expected = naive.allocate(request);
        assertEquals(expected, bitmap.allocateRun(request), request.toString());
        return expected;
    }

    /** Takes these very frames if they are free and no more than a run may have; otherwise sees it refused. */
    boolean takeRun(int frame, int frames) {
        if (frames <= 1 << bitmap.maxOrder() && naive.isFree(frame, frames)) {
            bitmap.takeRun(frame, frames);
            naive.held.set(frame, frame + frames);
            return true;
        }
        refuse(() -> bitmap.takeRun(frame, frames));
        return false;
    }

    /** Frees the run if it is held and no longer than a run may be; otherwise sees it refused. */
    boolean freeRun(int frame, int frames) {
        if (frames <= 1 << bitmap.maxOrder() && naive.isHeld(frame, frames)) {
            bitmap.freeRun(frame, frames);
            naive.held.clear(frame, frame + frames);
            return true;
        }
        refuse(() -> bitmap.freeRun(frame, frames));
        return false;
    }

    /** Makes sure that the call is refused and that no byte changes; returns what it says. */
    String refuse(Executable call) {
        byte[] before = bytes();
        FrameException thrown = assertThrows(FrameException.class, call);
        assertArrayEquals(before, bytes(), "a refused call changes bytes");
        assertTrue(thrown.getMessage().contains("="), thrown.getMessage());
        return thrown.getMessage();
    }

    byte[] bytes() {
        Extent all = bitmap.footprint().get(0);
        byte[] bytes = new byte[(int) all.length()];
        memory.read(all.address(), bytes, 0, bytes.length);
        return bytes;
    }

    /** Holds what is held against the naive one, and the summary against one computed anew. */
    void check() {
        assertEquals(naive.held, bitmap.allocatedFrames());
        byte[] kept = bytes();
        bitmap.summarise();
        assertArrayEquals(bytes(), kept, "the summary is not what follows from the bits");
    }

    void reattach() {
        bitmap = FrameBitmap.attach(memory, BASE);
    }
}
