package org.tlalloc.paging;

import org.tlalloc.frame.FrameBitmap;
import org.tlalloc.machine.Extent;
import org.tlalloc.machine.PagingLayout;
import org.tlalloc.machine.PhysicalMemory;

/**
 * What is kept beside the tables, in one frame:
 *
 * <pre>
 *     0  magic number         24  recursive, -1 for none
 *     4  levels               28  tracked, 0 or 1
 *     8  largest level        32  frame limit (8 bytes)
 *    12  kernel from          40  address of the bitmap of frames (8 bytes)
 *    16  kernel to            48  zero
 *    20  zero                 64  the frames of the roots, 4 bytes a space, 0 for none
 * </pre>
 */
final class PageTableHead {
    static final int SIZE = 1 << PagingLayout.PAGE_BITS;
    private static final int MAGIC_NUMBER = 0x50_41_47_45;
    private static final int MAGIC = 0;
    private static final int LEVELS = 4;
    private static final int LARGEST_LEVEL = 8;
    private static final int KERNEL_FROM = 12;
    private static final int KERNEL_TO = 16;
    private static final int RECURSIVE = 24;
    private static final int TRACKED = 28;
    private static final int FRAME_LIMIT = 32;
    private static final int FRAMES = 40;
    private static final int ROOTS = 64;
    static final int MAX_SPACES = (SIZE - ROOTS) / Integer.BYTES;

    private final PhysicalMemory memory;
    private final long base;
    private final long frames;
    private final PageTableShape shape;

    private PageTableHead(PhysicalMemory memory, long base, long frames, PageTableShape shape) {
        this.memory = memory;
        this.base = base;
        this.frames = frames;
        this.shape = shape;
    }

    static PageTableHead format(PhysicalMemory memory, long base, FrameBitmap frames, PageTableShape shape) {
        memory.fill(base, SIZE, (byte) 0);
        memory.writeInt(base + MAGIC, MAGIC_NUMBER);
        memory.writeInt(base + LEVELS, shape.layout().levels());
        memory.writeInt(base + LARGEST_LEVEL, shape.largestLevel());
        memory.writeInt(base + KERNEL_FROM, shape.kernelFrom());
        memory.writeInt(base + KERNEL_TO, shape.kernelTo());
        memory.writeInt(base + RECURSIVE, shape.recursive());
        memory.writeInt(base + TRACKED, shape.tracked() ? 1 : 0);
        memory.writeLong(base + FRAME_LIMIT, shape.frameLimit());
        memory.writeLong(base + FRAMES, frames.footprint().get(0).address());
        return new PageTableHead(memory, base, frames.footprint().get(0).address(), shape);
    }

    /** @throws IllegalArgumentException if there is none */
    static PageTableHead read(PhysicalMemory memory, long base) {
        if (memory.readInt(base + MAGIC) != MAGIC_NUMBER) {
            throw new IllegalArgumentException(String.format("address=0x%x has no page tables", base));
        }
        PagingLayout layout = switch (memory.readInt(base + LEVELS)) {
            case 2 -> PagingLayout.IA32;
            case 4 -> PagingLayout.FOUR_LEVEL;
            case 5 -> PagingLayout.FIVE_LEVEL;
            default -> throw new IllegalArgumentException("levels=" + memory.readInt(base + LEVELS) + " is no mode");
        };
        PageTableShape shape = new PageTableShape(layout, memory.readInt(base + LARGEST_LEVEL), memory.readInt(base + KERNEL_FROM),
                memory.readInt(base + KERNEL_TO), memory.readInt(base + RECURSIVE), memory.readLong(base + FRAME_LIMIT),
                memory.readInt(base + TRACKED) == 1);
        return new PageTableHead(memory, base, memory.readLong(base + FRAMES), shape);
    }

    Extent extent() {
        return new Extent(base, SIZE);
    }

    long frames() {
        return frames;
    }

    PageTableShape shape() {
        return shape;
    }

    /** The frame of an address space's root; 0 if there is no such space. */
    long root(int space) {
        return memory.readInt(base + ROOTS + (long) Integer.BYTES * space) & 0xffff_ffffL;
    }

    void setRoot(int space, long frame) {
        memory.writeInt(base + ROOTS + (long) Integer.BYTES * space, (int) frame);
    }
}
