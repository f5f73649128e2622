package org.tlalloc.machine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Random tables: whatever is quick says what the plain walk says. */
class TranslationProperties {
    private static final List<PagingLayout> LAYOUTS =
            List.of(PagingLayout.IA32, PagingLayout.PAE, PagingLayout.FOUR_LEVEL, PagingLayout.FIVE_LEVEL);
    private static final int SIZE = 1 << 18;
    private static final int TABLES = 8;
    private static final int SLOTS = 4;

    @Provide
    Arbitrary<PagingLayout> layouts() {
        return Arbitraries.of(LAYOUTS);
    }

    /** Entries in the first slots of tables that lead to one another, most of them in order. */
    private static final class Machine {
        private final PagingLayout layout;
        private final Random random;
        private final PhysicalMemory memory = new PhysicalMemory(SIZE);

        Machine(PagingLayout layout, long seed) {
            this.layout = layout;
            this.random = new Random(seed);
            if (random.nextBoolean()) {
                // Tables in a chunk that a window takes apart.
                memory.window(3 * 0x1000, 0x800);
            }
            for (int table = 0; table < TABLES; table++) {
                for (int slot = 0; slot < SLOTS; slot++) {
                    write(table, slot, entry(table));
                }
            }
        }

        private boolean chance(int percent) {
            return random.nextInt(100) < percent;
        }

        long entry(int table) {
            // Not back to PAE's first table: A would be set there, which is reserved.
            int lowest = table == 0 || layout == PagingLayout.PAE ? 1 : 0;
            long frame = (lowest + random.nextInt(TABLES - lowest)) * 0x1000L;
            if (layout == PagingLayout.PAE && table == 0) {
                return frame | (chance(90) ? PagingLayout.PRESENT : 0);
            }
            long entry = frame | (chance(90) ? PagingLayout.PRESENT : 0) | (chance(80) ? PagingLayout.WRITE : 0)
                    | (chance(80) ? PagingLayout.USER : 0) | (chance(70) ? PagingLayout.ACCESSED : 0) | (chance(70) ? PagingLayout.DIRTY : 0)
                    | (chance(30) ? PagingLayout.GLOBAL : 0) | (chance(5) ? PagingLayout.LARGE : 0);
            if (layout.entryBytes() == 8) {
                entry |= (chance(10) ? PagingLayout.NO_EXECUTE : 0) | (chance(3) ? 1L << 45 : 0);
            }
            return entry;
        }

        void write(int table, int slot, long entry) {
            long address = table * 0x1000L + (long) slot * layout.entryBytes();
            if (layout.entryBytes() == 4) {
                memory.writeInt(address, (int) entry);
            } else {
                memory.writeLong(address, entry);
            }
        }

        long linear() {
            long linear = random.nextInt(1 << PagingLayout.PAGE_BITS);
            for (int level = 1; level <= layout.levels(); level++) {
                linear |= (long) random.nextInt(SLOTS) << layout.shift(level);
            }
            return linear;
        }

        ControlState control() {
            ControlState plain = ControlState.of(layout, 0);
            int cr4 = plain.cr4() | (chance(30) ? ControlState.CR4_SMEP : 0) | (chance(30) ? ControlState.CR4_SMAP : 0);
            return plain.withCr4(cr4).withCpl(chance(50) ? 3 : 0).withCr0(chance(70) ? plain.cr0() : plain.cr0() & ~ControlState.CR0_WP)
                    .withEfer(chance(70) ? plain.efer() : plain.efer() & ~ControlState.EFER_NXE);
        }

        byte[] bytes() {
            byte[] bytes = new byte[SIZE];
            memory.read(0, bytes, 0, SIZE);
            return bytes;
        }

        Access access() {
            return Access.values()[random.nextInt(3)];
        }
    }

    @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
    void shouldFindQuicklyWhatThePlainWalkFinds(@ForAll @From("layouts") PagingLayout layout, @ForAll long seed) {
        Machine machine = new Machine(layout, seed);
        Machine twin = new Machine(layout, seed);
        Mmu quick = new Mmu(machine.memory, ControlState.of(layout, 0));
        Mmu plain = new Mmu(twin.memory, ControlState.of(layout, 0));
        for (int i = 0; i < 200; i++) {
            ControlState control = machine.control();
            quick.load(control);
            plain.load(control);
            long linear = machine.linear();
            Access access = machine.access();
            assertEquals(plain.findSlowly(linear, access), quick.find(linear, access), "linear=" + linear + " " + access + " " + control);
        }
        assertArrayEquals(twin.bytes(), machine.bytes());
    }

    /** The manual's rule for a kernel: after INVLPG of what an edit concerns, no translation is stale. */
    @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
    void shouldBeAsWithoutTlbAfterEveryEditIsTold(@ForAll @From("layouts") PagingLayout layout, @ForAll long seed) {
        Machine machine = new Machine(layout, seed);
        Machine twin = new Machine(layout, seed);
        int capacity = machine.random.nextInt(2) == 0 ? 1024 : 16;
        Cpu cpu = new Cpu(machine.memory, ControlState.of(layout, 0), capacity);
        Cpu plain = new Cpu(twin.memory, ControlState.of(layout, 0), 0);
        for (int i = 0; i < 200; i++) {
            if (machine.chance(30)) {
                int table = 1 + machine.random.nextInt(TABLES - 1);
                int slot = machine.random.nextInt(SLOTS);
                long entry = machine.entry(table);
                machine.write(table, slot, entry);
                twin.write(table, slot, entry);
                // Many pages may come through this entry.
                invalidate(cpu, layout);
            }
            long linear = machine.linear();
            Access access = machine.access();
            // Rights that the registers change are looked up at each access.
            assertEquals(plain.translate(linear, access), cpu.translate(linear, access), "linear=" + linear + " " + access);
        }
        assertArrayEquals(twin.bytes(), machine.bytes());
    }

    private static void invalidate(Cpu cpu, PagingLayout layout) {
        int pages = 1;
        for (int level = 1; level <= layout.levels(); level++) {
            pages *= SLOTS;
        }
        for (int page = 0; page < pages; page++) {
            long linear = 0;
            int rest = page;
            for (int level = 1; level <= layout.levels(); level++, rest /= SLOTS) {
                linear |= (long) (rest % SLOTS) << layout.shift(level);
            }
            cpu.invalidatePage(linear);
        }
        assertEquals(0, cpu.tlb().count());
    }
}
