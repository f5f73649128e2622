package org.tlalloc.conformance.replay;

/** A set of numbers kept as a list in ascending order, in slots of a pool of which the last one given back is taken first; and ways to spoil it. */
final class LinkedSet {
    /* Bytes from base: how many numbers, the head of the list, the head of the free slots; from 16 on
       the slots of 12 bytes: the link to the next, a byte that is the number, 3 that mean nothing, and
       the link to the one before. In a free slot only the first link means anything. */
    static final String SOURCE = """
            import java.util.ArrayList;
            import java.util.BitSet;
            import java.util.List;
            import org.tlalloc.machine.Extent;
            import org.tlalloc.machine.Linked;
            import org.tlalloc.machine.Links;
            import org.tlalloc.machine.PhysicalMemory;

            public class Subject implements Linked {
                private static final int HEAD = 4;
                private static final int FREE = 8;
                private static final int SLOT = 12;
                private static final int NUMBER = 4;
                private static final int BEFORE = 8;

                private final PhysicalMemory memory;
                private final long base;
                private final int numbers;

                private Subject(PhysicalMemory memory, long base) {
                    this.memory = memory;
                    this.base = base;
                    this.numbers = get(0);
                }

                public static Subject format(PhysicalMemory memory, long base, int numbers) {
                    memory.writeInt(base, numbers);
                    Subject subject = new Subject(memory, base);
                    subject.put(HEAD, 0);
                    subject.put(FREE, numbers == 0 ? 0 : 1);
                    for (int link = 1; link <= numbers; link++) {
                        subject.put(subject.slot(link), link == numbers ? 0 : link + 1);
                    }
                    return subject;
                }

                public static Subject attach(PhysicalMemory memory, long base) {
                    return new Subject(memory, base);
                }

                private int slot(int link) {
                    return 16 + (link - 1) * SLOT;
                }

                private int get(int offset) {
                    return memory.readInt(base + offset);
                }

                private void put(int offset, int value) {
                    memory.writeInt(base + offset, value);
                }

                private int number(int link) {
                    return memory.readByte(base + slot(link) + NUMBER);
                }

                public void insert(int number) {
                    if (number < 0 || number >= numbers || members().get(number)) {
                        throw new IllegalArgumentException("number=" + number);
                    }
                    int link = get(FREE);
                    put(FREE, get(slot(link)));
                    int before = 0;
                    int place = HEAD;
                    while (get(place) != 0 && number(get(place)) < number) {
                        before = get(place);
                        place = slot(before);
                    }
                    int next = get(place);
                    put(slot(link), next);
                    memory.writeByte(base + slot(link) + NUMBER, (byte) number);
                    put(slot(link) + BEFORE, before);
                    put(place, link);
                    if (next != 0) {
                        put(slot(next) + BEFORE, link);
                    }
                }

                public void remove(int number) {
                    int place = HEAD;
                    while (get(place) != 0 && number(get(place)) != number) {
                        place = slot(get(place));
                    }
                    int link = get(place);
                    if (link == 0) {
                        throw new IllegalArgumentException("number=" + number);
                    }
                    int next = get(slot(link));
                    put(place, next);
                    if (next != 0) {
                        put(slot(next) + BEFORE, get(slot(link) + BEFORE));
                    }
                    put(slot(link), get(FREE));
                    put(FREE, link);
                }

                public int least() {
                    return get(HEAD) == 0 ? -1 : number(get(HEAD));
                }

                public BitSet members() {
                    BitSet members = new BitSet();
                    for (int link = get(HEAD); link != 0; link = get(slot(link))) {
                        members.set(number(link));
                    }
                    return members;
                }

                @Override
                public List<Extent> footprint() {
                    return List.of(new Extent(base, 16 + numbers * SLOT));
                }

                @Override
                public List<Extent> scratch() {
                    List<Extent> unused = new ArrayList<>();
                    unused.add(new Extent(base + 12, 4));
                    for (int link = get(HEAD); link != 0; link = get(slot(link))) {
                        unused.add(new Extent(base + slot(link) + NUMBER + 1, 3));
                    }
                    for (int link = get(FREE); link != 0; link = get(slot(link))) {
                        unused.add(new Extent(base + slot(link) + NUMBER, SLOT - NUMBER));
                    }
                    return unused;
                }

                @Override
                public Links links() {
                    return new Links(new Extent(base + 16, numbers * SLOT), SLOT, List.of(0, BEFORE), List.of(new Extent(base + HEAD, 8)));
                }
            }
            """;

    private LinkedSet() {
    }

    /** The source with pieces replaced: old, new, old, new, ... */
    static String with(String... changes) {
        return PlainBuddy.changed(SOURCE, changes);
    }
}
