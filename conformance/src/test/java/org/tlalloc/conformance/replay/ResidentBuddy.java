package org.tlalloc.conformance.replay;

/** The buddy allocator that takes the lowest block, in simulated memory; and ways to spoil it. */
final class ResidentBuddy {
    /* Bytes from base: frameCount, maxOrder, 6 that mean nothing, a tag a frame, and for each order
       a flag a frame that says whether a free block begins there. */
    static final String SOURCE = """
            import java.util.BitSet;
            import java.util.List;
            import org.tlalloc.machine.Extent;
            import org.tlalloc.machine.PhysicalMemory;
            import org.tlalloc.machine.Resident;

            public class Subject implements Resident {
                private static final int TAGS = 8;

                private final PhysicalMemory memory;
                private final long base;
                private final int frameCount;
                private final int maxOrder;

                private Subject(PhysicalMemory memory, long base) {
                    this.memory = memory;
                    this.base = base;
                    this.frameCount = get(0);
                    this.maxOrder = get(1);
                }

                public static Subject format(PhysicalMemory memory, long base, int frameCount, int maxOrder, BitSet reserved) {
                    memory.writeByte(base, (byte) frameCount);
                    memory.writeByte(base + 1, (byte) maxOrder);
                    Subject subject = new Subject(memory, base);
                    for (int i = 0; i < frameCount; i++) {
                        subject.put(TAGS + i, -1);
                        for (int order = 0; order <= maxOrder; order++) {
                            subject.put(subject.flag(i, order), 0);
                        }
                    }
                    for (int frame = 0; frame < frameCount; frame++) {
                        int order = subject.largest(frame, reserved);
                        if (order >= 0) {
                            subject.put(subject.flag(frame, order), 1);
                            frame += (1 << order) - 1;
                        }
                    }
                    return subject;
                }

                private int largest(int frame, BitSet reserved) {
                    int order = -1;
                    while (order < maxOrder && frame % (1 << order + 1) == 0 && frame + (1 << order + 1) <= frameCount
                            && reserved.get(frame, frame + (1 << order + 1)).isEmpty()) {
                        order++;
                    }
                    return order;
                }

                public static Subject attach(PhysicalMemory memory, long base) {
                    return new Subject(memory, base);
                }

                private int get(int offset) {
                    return memory.readByte(base + offset);
                }

                private void put(int offset, int value) {
                    memory.writeByte(base + offset, (byte) value);
                }

                private int flag(int frame, int order) {
                    return TAGS + frameCount + order * frameCount + frame;
                }

                private boolean isFree(int frame, int order) {
                    return frame < frameCount && get(flag(frame, order)) == 1;
                }

                private int lowest(int order) {
                    for (int frame = 0; frame < frameCount; frame++) {
                        if (isFree(frame, order)) {
                            return frame;
                        }
                    }
                    return -1;
                }

                public int allocate(int order) {
                    if (order < 0 || order > maxOrder) {
                        throw new IllegalArgumentException("order=" + order);
                    }
                    int from = order;
                    while (from <= maxOrder && lowest(from) < 0) {
                        from++;
                    }
                    if (from > maxOrder) {
                        return -1;
                    }
                    int frame = lowest(from);
                    put(flag(frame, from), 0);
                    while (from > order) {
                        from--;
                        put(flag(frame + (1 << from), from), 1);
                    }
                    put(TAGS + frame, order);
                    return frame;
                }

                public void free(int frame, int order) {
                    if (frame < 0 || frame >= frameCount || order < 0 || get(TAGS + frame) != order) {
                        throw new IllegalArgumentException("frame=" + frame + ", order=" + order);
                    }
                    put(TAGS + frame, -1);
                    join(frame, order);
                }

                private void join(int frame, int order) {
                    int whole = frame;
                    int size = order;
                    while (size < maxOrder && isFree(whole ^ 1 << size, size)) {
                        put(flag(whole ^ 1 << size, size), 0);
                        whole &= ~(1 << size);
                        size++;
                    }
                    put(flag(whole, size), 1);
                }

                public int[] allocated() {
                    int[] orders = new int[frameCount];
                    for (int frame = 0; frame < frameCount; frame++) {
                        orders[frame] = get(TAGS + frame);
                    }
                    return orders;
                }

                public BitSet[] freeBlocks() {
                    BitSet[] all = new BitSet[maxOrder + 1];
                    for (int order = 0; order <= maxOrder; order++) {
                        all[order] = new BitSet();
                        for (int frame = 0; frame < frameCount; frame++) {
                            all[order].set(frame, isFree(frame, order));
                        }
                    }
                    return all;
                }

                @Override
                public List<Extent> footprint() {
                    return List.of(new Extent(base, TAGS + frameCount * (maxOrder + 2)));
                }

                @Override
                public List<Extent> scratch() {
                    return List.of(new Extent(base + 2, 6));
                }
            }
            """;

    private ResidentBuddy() {
    }

    /** The source with pieces replaced: old, new, old, new, ... */
    static String with(String... changes) {
        return PlainBuddy.changed(SOURCE, changes);
    }
}
