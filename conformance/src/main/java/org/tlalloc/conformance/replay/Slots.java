package org.tlalloc.conformance.replay;

import java.util.Arrays;
import java.util.List;
import org.tlalloc.machine.Extent;
import org.tlalloc.machine.Linked;
import org.tlalloc.machine.PhysicalMemory;

/** A linked subject's bytes, so that those are equal that differ only by the slots that its nodes lie in. */
public final class Slots {
    private Slots() {
    }

    /**
     * Its bytes with slots in the order in which links lead to them, and zeros for what means nothing.
     *
     * @throws RuntimeException if a link leads nowhere, or a slot is led to by none though its bytes mean something
     */
    public static byte[] renamed(PhysicalMemory memory, Linked subject) {
        Footprint footprint = new Footprint(subject.getClass(), subject.footprint());
        List<Extent> scratch = subject.scratch();
        byte[] image = new byte[footprint.size()];
        footprint.take(memory, image);
        for (Extent extent : scratch) {
            int place = footprint.place(extent);
            Arrays.fill(image, place, place + (int) extent.length(), (byte) 0);
        }
        byte[] renamed = new byte[image.length];
        new Renaming(footprint, subject.links()).rename(image, scratch, renamed);
        return renamed;
    }
}
