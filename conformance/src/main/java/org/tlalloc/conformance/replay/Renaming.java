package org.tlalloc.conformance.replay;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import org.tlalloc.machine.Extent;
import org.tlalloc.machine.Links;

/**
 * Numbers the slots of a pool anew, in the order in which links lead to them from the roots, and lays
 * them out in that order. Two images become equal just if one is the other with its slots in other
 * places: where a link lies says which it is, so that there is only one way to go through them.
 */
final class Renaming {

    /*  roots first, each link in turn; then the slots in the order of their new numbers:

          roots | 3 | 1 |      slot 0 | - | b |   slot 1 | - | c |   slot 2 | 2 | a |
          roots | 1 | 2 |      slot 0 | 3 | a |   slot 1 | - | b |   slot 2 | - | c |        */

    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    private final Footprint footprint;
    private final Links links;
    private final int pool;
    private final int slotSize;
    private final int[] linkOffsets;
    private final int[] roots;
    /* Of each old slot the new link to it, 0 while none was met; of each new slot the old one. */
    private final int[] linkTo;
    private final int[] oldSlot;
    private int reached;

    /** @throws ResidentFault if pool or roots are not in the footprint */
    Renaming(Footprint footprint, Links links) {
        this.footprint = footprint;
        this.links = links;
        this.pool = footprint.place(links.pool(), "links()");
        this.slotSize = links.slotSize();
        this.linkOffsets = links.linkOffsets().stream().mapToInt(Integer::intValue).toArray();
        this.roots = links.roots().stream().flatMapToInt(extent -> places(footprint.place(extent, "links()"), extent)).toArray();
        this.linkTo = new int[links.slots()];
        this.oldSlot = new int[links.slots()];
    }

    private static java.util.stream.IntStream places(int first, Extent extent) {
        return java.util.stream.IntStream.range(0, (int) extent.length() / Integer.BYTES).map(i -> first + i * Integer.BYTES);
    }

    /**
     * The image with its slots renamed, and zeros for those that no link leads to.
     *
     * @param scratch what of it means nothing; it has zeros there
     * @throws ResidentFault if a link leads nowhere, or a slot is lost: no link leads to it, and yet it is not scratch
     */
    void rename(byte[] image, List<Extent> scratch, byte[] into) {
        System.arraycopy(image, 0, into, 0, pool);
        int end = pool + linkTo.length * slotSize;
        System.arraycopy(image, end, into, end, into.length - end);
        Arrays.fill(linkTo, Links.NONE);
        reached = 0;
        for (int root : roots) {
            INT.set(into, root, renamed(image, root));
        }
        for (int slot = 0; slot < reached; slot++) {
            int from = pool + oldSlot[slot] * slotSize;
            int to = pool + slot * slotSize;
            System.arraycopy(image, from, into, to, slotSize);
            for (int offset : linkOffsets) {
                INT.set(into, to + offset, renamed(image, from + offset));
            }
        }
        Arrays.fill(into, pool + reached * slotSize, end, (byte) 0);
        if (reached < linkTo.length) {
            requireNoneLost(scratch);
        }
    }

    private int renamed(byte[] image, int place) {
        int link = (int) INT.get(image, place);
        if (link == Links.NONE) {
            return Links.NONE;
        }
        int slot = link - 1;
        if (slot < 0 || slot >= linkTo.length) {
            throw ResidentFault.ofLink(link, footprint.address(place), linkTo.length);
        }
        if (linkTo[slot] == Links.NONE) {
            oldSlot[reached] = slot;
            reached++;
            linkTo[slot] = reached;
        }
        return linkTo[slot];
    }

    private void requireNoneLost(List<Extent> scratch) {
        for (int slot = 0; slot < linkTo.length; slot++) {
            if (linkTo[slot] == Links.NONE && !isScratch(slot, scratch)) {
                throw ResidentFault.ofLost(slot, links.pool().address() + (long) slot * slotSize, slotSize);
            }
        }
    }

    /* Extents may overlap, and a slot may be put together from several; most often one covers it. */
    private boolean isScratch(int slot, List<Extent> scratch) {
        long at = links.pool().address() + (long) slot * slotSize;
        long end = at + slotSize;
        for (boolean further = true; further && at < end;) {
            further = false;
            for (int i = 0; i < scratch.size(); i++) {
                if (scratch.get(i).contains(at, 1)) {
                    at = scratch.get(i).end();
                    further = true;
                }
            }
        }
        return at >= end;
    }
}
