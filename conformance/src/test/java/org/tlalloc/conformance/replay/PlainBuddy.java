package org.tlalloc.conformance.replay;

/** The buddy allocator that takes the lowest block, as a plain object; and ways to spoil it. */
final class PlainBuddy {
    static final String SOURCE = """
            import java.util.Arrays;
            import java.util.BitSet;

            public class Subject {
                private final int frameCount;
                private final int maxOrder;
                private final int[] allocated;
                private final BitSet[] free;

                public Subject(int frameCount, int maxOrder, BitSet reserved) {
                    this.frameCount = frameCount;
                    this.maxOrder = maxOrder;
                    allocated = new int[frameCount];
                    Arrays.fill(allocated, -1);
                    free = new BitSet[maxOrder + 1];
                    Arrays.setAll(free, order -> new BitSet());
                    for (int frame = 0; frame < frameCount; frame++) {
                        int order = largest(frame, reserved);
                        if (order >= 0) {
                            free[order].set(frame);
                            frame += (1 << order) - 1;
                        }
                    }
                }

                private int largest(int frame, BitSet reserved) {
                    int order = -1;
                    while (order < maxOrder && frame % (1 << order + 1) == 0 && frame + (1 << order + 1) <= frameCount
                            && reserved.get(frame, frame + (1 << order + 1)).isEmpty()) {
                        order++;
                    }
                    return order;
                }

                public int allocate(int order) {
                    if (order < 0 || order > maxOrder) {
                        throw new IllegalArgumentException("order=" + order);
                    }
                    int from = order;
                    while (from <= maxOrder && free[from].isEmpty()) {
                        from++;
                    }
                    if (from > maxOrder) {
                        return -1;
                    }
                    int frame = free[from].nextSetBit(0);
                    free[from].clear(frame);
                    while (from > order) {
                        from--;
                        free[from].set(frame + (1 << from));
                    }
                    allocated[frame] = order;
                    return frame;
                }

                public void free(int frame, int order) {
                    if (frame < 0 || frame >= frameCount || order < 0 || allocated[frame] != order) {
                        throw new IllegalArgumentException("frame=" + frame + ", order=" + order);
                    }
                    allocated[frame] = -1;
                    join(frame, order);
                }

                private void join(int frame, int order) {
                    int whole = frame;
                    int size = order;
                    while (size < maxOrder && free[size].get(whole ^ 1 << size)) {
                        free[size].clear(whole ^ 1 << size);
                        whole &= ~(1 << size);
                        size++;
                    }
                    free[size].set(whole);
                }

                public int[] allocated() {
                    return allocated.clone();
                }

                public BitSet[] freeBlocks() {
                    return Arrays.stream(free).map(blocks -> (BitSet) blocks.clone()).toArray(BitSet[]::new);
                }
            }
            """;

    private PlainBuddy() {
    }

    /** The source with pieces replaced: old, new, old, new, ... */
    static String with(String... changes) {
        return changed(SOURCE, changes);
    }

    static String changed(String source, String... changes) {
        String changed = source;
        for (int i = 0; i < changes.length; i += 2) {
            if (!changed.contains(changes[i])) {
                throw new AssertionError("the source has no: " + changes[i]);
            }
            changed = changed.replace(changes[i], changes[i + 1]);
        }
        return changed;
    }
}
