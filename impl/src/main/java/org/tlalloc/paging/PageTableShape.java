package org.tlalloc.paging;

import org.tlalloc.machine.PagingLayout;

/**
 * How the tables of a kernel are arranged; it never changes.
 *
 * @param layout       the processor's mode
 * @param largestLevel of large pages: 0 for none, at most what the mode has
 * @param kernelFrom   the first slot of the roots that all address spaces share
 * @param kernelTo     the slot after the last one; all below it, but these, are the user's
 * @param recursive    the slot of the roots that shows the tables; {@link AddressSpace#NONE} for none
 * @param frameLimit   how many frames the machine has: none from here on is mapped
 * @param tracked      whether pages are marked when they are accessed, and not from the beginning
 */
public record PageTableShape(PagingLayout layout, int largestLevel, int kernelFrom, int kernelTo, int recursive, long frameLimit,
                             boolean tracked) {
    /** @throws IllegalArgumentException if there can be no such tables */
    public PageTableShape {
        int slots = layout.entries(layout.levels());
        if (layout == PagingLayout.PAE) {
            throw new IllegalArgumentException("layout=" + layout + " has a root of four entries without rights, and cannot show itself");
        }
        if (largestLevel < 0 || largestLevel > layout.largestPageLevel() - 1) {
            throw new IllegalArgumentException("largestLevel=" + largestLevel + " is not within 0.." + (layout.largestPageLevel() - 1));
        }
        if (kernelFrom < 0 || kernelTo < kernelFrom || kernelTo > slots) {
            throw new IllegalArgumentException("kernelFrom=" + kernelFrom + ", kernelTo=" + kernelTo + " are not within 0.." + slots);
        }
        if (recursive < AddressSpace.NONE || recursive >= slots || recursive >= kernelFrom && recursive < kernelTo) {
            throw new IllegalArgumentException("recursive=" + recursive + " is not within 0.." + (slots - 1) + ", or is the kernel's");
        }
        int frameBits = layout == PagingLayout.IA32 ? 20 : 40;
        if (frameLimit < 1 || frameLimit > 1L << frameBits) {
            throw new IllegalArgumentException("frameLimit=" + frameLimit + " is not within 1.." + (1L << frameBits));
        }
    }

    /** The forum's kernel, from 3 GiB on, its tables in the last 4 MiB; its like of four and five levels has the upper half. */
    public static PageTableShape usual(PagingLayout layout, long frameLimit) {
        int slots = layout.entries(layout.levels());
        return new PageTableShape(layout, layout.largestPageLevel() - 1, layout == PagingLayout.IA32 ? 768 : slots / 2, slots - 1,
                slots - 1, frameLimit, true);
    }
}
