package org.tlalloc.machine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Physical memory against plain bytes, under any sequence of accesses through itself and its windows. */
class PhysicalMemoryProperties {
    private static final int CHUNK = 1 << 16;
    private static final int SIZE = 5 * CHUNK + 1000;
    private static final int LONGEST = 2 * CHUNK + 10;

    enum Kind { BYTE, SHORT, INT, LONG, BYTES, FILL, WINDOW, WINDOW_BYTE, WINDOW_INT, WINDOW_LONG }

    /** One access: both kinds of place are cut down to what the memory, or the window, has. */
    record Access(Kind kind, int place, int length, int which, long value) {
    }

    @Provide
    Arbitrary<Access> accesses() {
        // What goes wrong goes wrong where chunks meet.
        Arbitrary<Integer> near = Combinators.combine(Arbitraries.integers().between(0, 5), Arbitraries.integers().between(-9, 9))
                .as((chunk, distance) -> Math.max(0, chunk * CHUNK + distance));
        Arbitrary<Integer> place = Arbitraries.oneOf(near, Arbitraries.integers().between(0, SIZE - 1));
        Arbitrary<Integer> length = Arbitraries.oneOf(Arbitraries.integers().between(1, 20),
                Arbitraries.integers().between(CHUNK - 10, CHUNK + 10), Arbitraries.integers().between(0, LONGEST));
        return Combinators.combine(Arbitraries.of(Kind.class), place, length, Arbitraries.integers().between(0, 100),
                Arbitraries.longs()).as(Access::new);
    }

    @Property(tries = 200, edgeCases = EdgeCasesMode.NONE)
    void shouldBeAsPlainBytes(@ForAll List<@From("accesses") Access> accesses) {
        Plain plain = new Plain();
        for (Access access : accesses) {
            plain.perform(access);
        }
        plain.check();
    }

    /** The memory, and beside it what it should be. */
    private static final class Plain {
        private final PhysicalMemory memory = new PhysicalMemory(SIZE);
        private final WriteLog log = new WriteLog();
        private final byte[] bytes = new byte[SIZE];
        private final List<long[]> writes = new ArrayList<>();
        private final List<Window> windows = new ArrayList<>();
        /* Those windows that lie in no other. */
        private final List<Extent> owners = new ArrayList<>();

        Plain() {
            memory.log(log);
        }

        void perform(Access access) {
            switch (access.kind) {
                case BYTE -> write(access, 1);
                case SHORT -> write(access, 2);
                case INT -> write(access, 4);
                case LONG -> write(access, 8);
                case BYTES -> copy(access);
                case FILL -> fill(access);
                case WINDOW -> window(access);
                case WINDOW_BYTE -> throughWindow(access, 1);
                case WINDOW_INT -> throughWindow(access, 4);
                case WINDOW_LONG -> throughWindow(access, 8);
            }
        }

        private long at(int address, int size) {
            long value = 0;
            for (int i = size - 1; i >= 0; i--) {
                value = value << 8 | bytes[address + i] & 0xff;
            }
            int unused = 64 - 8 * size;
            return value << unused >> unused;
        }

        private void put(int address, int size, long value) {
            for (int i = 0; i < size; i++) {
                bytes[address + i] = (byte) (value >>> 8 * i);
            }
            writes.add(new long[] {address, size});
        }

        private void write(Access access, int size) {
            int address = Math.min(access.place, SIZE - size);
            switch (size) {
                case 1 -> assertEquals(at(address, 1), memory.readByte(address));
                case 2 -> assertEquals(at(address, 2), memory.readShort(address));
                case 4 -> assertEquals(at(address, 4), memory.readInt(address));
                default -> assertEquals(at(address, 8), memory.readLong(address));
            }
            switch (size) {
                case 1 -> memory.writeByte(address, (byte) access.value);
                case 2 -> memory.writeShort(address, (short) access.value);
                case 4 -> memory.writeInt(address, (int) access.value);
                default -> memory.writeLong(address, access.value);
            }
            put(address, size, access.value);
        }

        private void copy(Access access) {
            int address = access.place;
            int length = Math.min(access.length, SIZE - address);
            byte[] buffer = new byte[length + 3];
            memory.read(address, buffer, 2, length);
            assertArrayEquals(Arrays.copyOfRange(bytes, address, address + length), Arrays.copyOfRange(buffer, 2, 2 + length));
            for (int i = 0; i < length; i++) {
                buffer[2 + i] = (byte) (access.value + i * 31L);
            }
            memory.write(address, buffer, 2, length);
            System.arraycopy(buffer, 2, bytes, address, length);
            writes.add(new long[] {address, length});
        }

        private void fill(Access access) {
            int address = access.place;
            int length = Math.min(access.length, SIZE - address);
            byte value = access.which < 50 ? 0 : (byte) access.value;
            memory.fill(address, length, value);
            Arrays.fill(bytes, address, address + length, value);
            writes.add(new long[] {address, length});
        }

        private void window(Access access) {
            int address = access.place;
            int length = Math.max(1, Math.min(access.length, SIZE - address));
            boolean within = owners.stream().anyMatch(owner -> owner.contains(address, length));
            boolean beside = owners.stream().noneMatch(owner -> owner.address() < address + length && address < owner.end());
            if (!within && !beside) {
                assertThrows(IllegalStateException.class, () -> memory.window(address, length));
                return;
            }
            windows.add(memory.window(address, length));
            if (beside) {
                owners.add(new Extent(address, length));
            }
        }

        private void throughWindow(Access access, int size) {
            if (windows.isEmpty()) {
                return;
            }
            Window window = windows.get(access.which % windows.size());
            if (window.length() < size) {
                return;
            }
            int offset = access.place % (window.length() - size + 1);
            int address = (int) window.address() + offset;
            switch (size) {
                case 1 -> assertEquals(at(address, 1), window.getByte(offset));
                case 4 -> assertEquals(at(address, 4), window.getInt(offset));
                default -> assertEquals(at(address, 8), window.getLong(offset));
            }
            switch (size) {
                case 1 -> window.putByte(offset, (byte) access.value);
                case 4 -> window.putInt(offset, (int) access.value);
                default -> window.putLong(offset, access.value);
            }
            put(address, size, access.value);
        }

        void check() {
            byte[] image = new byte[SIZE];
            memory.read(0, image, 0, SIZE);
            assertArrayEquals(bytes, image);
            for (Window window : windows) {
                for (int offset = 0; offset <= window.length() - 8; offset += 8) {
                    assertEquals(at((int) window.address() + offset, 8), window.getLong(offset));
                }
            }
            checkLog();
        }

        /* Entry by entry the log covers what was written, in order; a long write may be several entries. */
        private void checkLog() {
            int entry = 0;
            for (long[] write : writes) {
                for (long done = 0; done < write[1]; done += log.length(entry++)) {
                    assertEquals(write[0] + done, log.address(entry));
                }
            }
            assertEquals(entry, log.count());
        }
    }
}
