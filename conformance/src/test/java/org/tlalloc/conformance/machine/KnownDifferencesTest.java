package org.tlalloc.conformance.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tlalloc.machine.Access;
import org.tlalloc.machine.ControlState;
import org.tlalloc.machine.Mmu;
import org.tlalloc.machine.PageFault;
import org.tlalloc.machine.PagingLayout;
import org.tlalloc.machine.PhysicalMemory;

/**
 * Where QEMU is not as the manual says, and {@link SecondOpinion} forgives it: each difference is seen
 * here, so that a later QEMU that is mended shows. And corners where the two do agree.
 */
class KnownDifferencesTest {
    private static final long P = PagingLayout.PRESENT;
    private static final long W = PagingLayout.WRITE;
    private static final long U = PagingLayout.USER;
    private static final long A = PagingLayout.ACCESSED;
    private static final long D = PagingLayout.DIRTY;
    private static final long ROOT = 0x1000;
    private static final long LINEAR = 0x40_0000;

    private PhysicalMemory memory = new PhysicalMemory(8 << 20);

    @BeforeAll
    static void requireQemu() {
        NeedsQemu.check();
    }

    /** Maps two pages at LINEAR, at 0x20_0000 and at 0x10_0000; tables follow the root. */
    private void map(PagingMode mode, long first, long second) {
        PagingLayout layout = mode.layout();
        long table = ROOT;
        for (int level = layout.levels(); level > 1; level--) {
            write(layout, layout.entryAddress(table, LINEAR, level), table + 0x1000 | P | (isPointer(mode, level) ? 0 : W | U));
            table += 0x1000;
        }
        write(layout, layout.entryAddress(table, LINEAR, 1), 0x20_0000 | first);
        write(layout, layout.entryAddress(table, LINEAR + 0x1000, 1), 0x10_0000 | second);
    }

    private static boolean isPointer(PagingMode mode, int level) {
        return mode == PagingMode.PAE && level == 3;
    }

    private void write(PagingLayout layout, long address, long entry) {
        if (layout.entryBytes() == Integer.BYTES) {
            memory.writeInt(address, (int) entry);
        } else {
            memory.writeLong(address, entry);
        }
    }

    private SecondOpinion.Answer ask(PagingMode mode, ControlState control, long linear, Access access) throws IOException {
        SecondOpinion.Answer answer = SecondOpinion.ask(mode, memory, List.of(new Probe(control, linear, access))).get(0);
        assertTrue(answer.asked() && answer.agreed(), answer.toString());
        return answer;
    }

    @ParameterizedTest
    @EnumSource(names = {"PAE", "FOUR_LEVEL", "FIVE_LEVEL"})
    void shouldLackTheProtectionBitWhereAReservedBitIsSet(PagingMode mode) throws IOException {
        map(mode, P | W | 1L << 45, 0);
        SecondOpinion.Answer answer = ask(mode, mode.control(ROOT), LINEAR, Access.WRITE);
        assertEquals(PageFault.RESERVED | PageFault.WRITE | PageFault.PROTECTION, answer.ours().errorCode());
        assertEquals(PageFault.RESERVED | PageFault.WRITE, answer.theirs().errorCode());
    }

    @ParameterizedTest
    @EnumSource
    void shouldSetAccessedAboveAnEntryThatFaults(PagingMode mode) throws IOException {
        map(mode, P | W, 0);
        SecondOpinion.Answer answer = ask(mode, mode.control(ROOT).withCpl(3), LINEAR, Access.READ);
        assertEquals(PageFault.PROTECTION | PageFault.USER, answer.ours().errorCode());
        assertEquals(answer.ours().before(), answer.ours().after());
        int last = mode.layout().levels() - 1;
        for (int i = 0; i < last; i++) {
            assertEquals(A, (answer.theirs().after().get(i) ^ answer.theirs().before().get(i)));
        }
        assertEquals(answer.theirs().before().get(last), answer.theirs().after().get(last));
    }

    @Test
    void shouldSetAccessedInTheFirstTableOfPae() throws IOException {
        map(PagingMode.PAE, P | W, 0);
        SecondOpinion.Answer answer = ask(PagingMode.PAE, PagingMode.PAE.control(ROOT), LINEAR, Access.READ);
        assertEquals(Observation.MADE, answer.ours().vector());
        assertEquals(0, answer.ours().after().get(0) & A);
        assertEquals(A, answer.theirs().after().get(0) & A);
    }

    @ParameterizedTest
    @EnumSource
    void shouldAgreeThatACrossingWriteMarksItsFirstPageEvenIfTheSecondFaults(PagingMode mode) throws IOException {
        map(mode, P | W, P);
        SecondOpinion.Answer answer = ask(mode, mode.control(ROOT), LINEAR + 0xffe, Access.WRITE);
        assertEquals(LINEAR + 0x1000, answer.ours().cr2());
        int entry = mode.layout().levels() - 1;
        assertEquals(A | D, answer.ours().after().get(entry) & (A | D));
        assertEquals(A | D, answer.theirs().after().get(entry) & (A | D));
    }

    /** Bits 20..13 of an entry for 4 MiB are bits 39..32 of the address, bit 12 is PAT, bit 21 is reserved. */
    @ParameterizedTest
    @ValueSource(ints = {12, 13, 20, 21})
    void shouldAgreeOnTheBitsOfALargePage(int bit) throws IOException {
        PagingLayout layout = PagingLayout.IA32;
        write(layout, layout.entryAddress(ROOT, LINEAR, 2), 0x40_0000 | P | W | PagingLayout.LARGE | 1L << bit);
        SecondOpinion.Answer answer = ask(PagingMode.IA32, PagingMode.IA32.control(ROOT), LINEAR + 0x1234, Access.READ);
        assertEquals(bit == 21 ? "page fault 9" : "made", answer.ours().kind());
        // Only what lies in memory can be seen there.
        assertEquals(bit == 12 ? 1 : 0, answer.ours().seen().size());
    }

    /**
     * Where a large page of IA-32 is beyond 4 GiB, to the last bit that its entry has. The guest maps no such memory but through
     * these pages, so a word is put into the file before, and what was written is looked for there afterwards.
     */
    @ParameterizedTest
    @ValueSource(longs = {1L << 32, 1L << 33, 3L << 34, 1L << 38, 1L << 39, (1L << 40) - (4 << 20)})
    void shouldAgreeWhereALargePageAbove4GiBIs(long page, @TempDir Path folder) throws IOException {
        PagingLayout layout = PagingLayout.IA32;
        long address = layout.entryAddress(ROOT, LINEAR, 2);
        write(layout, address, layout.pageBits(page, 2) | P | W | PagingLayout.LARGE);
        ControlState control = PagingMode.IA32.control(ROOT);
        long offset = 0x31_2344;
        assertEquals(page + offset, new Mmu(memory, control).walk(LINEAR + offset, Access.READ));

        Probe read = new Probe(control, LINEAR + offset, Access.READ);
        Probe write = new Probe(control, LINEAR + offset + 8, Access.WRITE);
        Observation made = new Observation(Observation.MADE, 0, 0, List.of(), List.of(), List.of(), List.of());
        List<ProbePlan> plans = List.of(new ProbePlan(read, List.of(), List.of(), 0, made), new ProbePlan(write, List.of(), List.of(), 0x5eed_f00d, made));
        Path file = folder.resolve("memory");
        Guest guest = new Guest(PagingMode.IA32, memory, Set.of(ROOT));
        for (Observation theirs : guest.run(plans, file, Map.of(page + offset, 0x7a11_0c36, page + offset + 8, 0))) {
            assertEquals("made", theirs.kind());
        }
        long records = memory.size() + GuestLayout.RECORDS;
        assertEquals(0x7a11_0c36, wordAt(file, records + GuestLayout.VALUE));
        assertEquals(0x5eed_f00d, wordAt(file, page + offset + 8));
    }

    private static int wordAt(Path file, long offset) throws IOException {
        ByteBuffer word = ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        try (FileChannel channel = FileChannel.open(file)) {
            assertEquals(Integer.BYTES, channel.read(word, offset));
        }
        return word.getInt(0);
    }

    @Test
    void shouldAgreeThatThePageSizeBitIsIgnoredWithoutPse() throws IOException {
        map(PagingMode.IA32, P | W, 0);
        write(PagingLayout.IA32, PagingLayout.IA32.entryAddress(ROOT, LINEAR, 2), ROOT + 0x1000 | P | W | PagingLayout.LARGE);
        SecondOpinion.Answer answer = ask(PagingMode.IA32, PagingMode.IA32.control(ROOT).withCr4(0), LINEAR, Access.READ);
        assertEquals("made", answer.ours().kind());
        assertEquals(1, answer.ours().seen().size());
    }

    @ParameterizedTest
    @EnumSource
    void shouldAgreeThatAFetchIsToldWhereFetchesCanBeForbidden(PagingMode mode) throws IOException {
        ControlState plain = mode.control(ROOT);
        for (int efer : new int[] {plain.efer() & ~ControlState.EFER_NXE, plain.efer() | ControlState.EFER_NXE}) {
            for (int smep : new int[] {0, ControlState.CR4_SMEP}) {
                ControlState control = plain.withEfer(efer).withCr4(plain.cr4() | smep);
                boolean told = smep != 0 || mode != PagingMode.IA32 && (efer & ControlState.EFER_NXE) != 0;
                assertEquals(told ? PageFault.FETCH : 0, ask(mode, control, LINEAR, Access.EXECUTE).ours().errorCode(), control.toString());
            }
        }
    }

    /**
     * Our TLB serves the old page until it is told, and a global one even after MOV to CR3. QEMU's may do so too, but
     * must not after INVLPG, nor, if the page is not global, after MOV to CR3; and it forgets global pages with CR3.
     */
    @ParameterizedTest
    @EnumSource
    void shouldServeNoStalePageAfterItWasTold(PagingMode mode) throws IOException {
        ControlState control = mode.control(ROOT);
        for (long global : new long[] {0, PagingLayout.GLOBAL}) {
            map(mode, P | W | global, P);
            List<Remap> remaps = List.of(new Remap(control, LINEAR + 0x124, 0x30_0000 | P | W | global, false),
                    new Remap(control, LINEAR + 0x128, 0x30_0000 | P | W | global, true));
            for (SecondOpinion.Answer answer : SecondOpinion.remap(mode, memory, remaps)) {
                assertEquals("made", answer.theirs().kind(), answer.toString());
                int first = answer.ours().seen().get(0);
                int second = answer.ours().seen().get(1);
                boolean kept = global != 0 && answer.probe().linear() == LINEAR + 0x128;
                assertEquals(List.of(first, first, kept ? first : second), answer.ours().values(), answer.toString());
                assertEquals(first, answer.theirs().values().get(0), answer.toString());
                assertTrue(List.of(first, second).contains(answer.theirs().values().get(1)), answer.toString());
                assertEquals(second, answer.theirs().values().get(2), answer.toString());
            }
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"IA32", "PAE", "FOUR_LEVEL"})
    void shouldTakeAsMuchMemoryAsItSays(PagingMode mode) throws IOException {
        memory = new PhysicalMemory(Guest.mostMemory(mode));
        map(mode, P | W, 0);
        assertEquals(1, ask(mode, mode.control(ROOT), LINEAR, Access.READ).ours().seen().size());
        memory = new PhysicalMemory(Guest.mostMemory(mode) + 1);
        String message = assertThrows(IllegalArgumentException.class, () -> ask(mode, mode.control(ROOT), LINEAR, Access.READ)).getMessage();
        assertTrue(message.contains("memory size=" + memory.size()), message);
    }

    @Test
    void shouldSayThatNoSlotIsFree() {
        map(PagingMode.PAE, P | W, 0);
        for (int slot = 0; slot < 4; slot++) {
            memory.writeLong(ROOT + 8 * slot, 0x2000 | P);
        }
        String message = assertThrows(IllegalArgumentException.class,
                () -> ask(PagingMode.PAE, PagingMode.PAE.control(ROOT), LINEAR, Access.READ)).getMessage();
        assertTrue(message.contains("mode=pae") && message.contains("slots=1"), message);
    }

    /** QEMU 7.2 has a program counter of -1 for none, and ends with a failed assertion if an instruction lies there. */
    @Test
    void shouldNotFetchFromTheLastAddress() throws IOException {
        PagingLayout layout = PagingLayout.FOUR_LEVEL;
        for (int level = 4; level > 1; level--) {
            write(layout, layout.entryAddress(ROOT + 0x1000 * (4 - level), -1, level), ROOT + 0x1000 * (5 - level) | P | W);
        }
        write(layout, layout.entryAddress(ROOT + 0x3000, -1, 1), 0x20_0000 | P | W);
        ControlState control = PagingMode.FOUR_LEVEL.control(ROOT);
        Probe last = new Probe(control, -1, Access.EXECUTE);
        assertEquals(false, SecondOpinion.ask(PagingMode.FOUR_LEVEL, memory, List.of(last)).get(0).asked());
        assertEquals("made", ask(PagingMode.FOUR_LEVEL, control, -2, Access.EXECUTE).ours().kind());
    }

    @Test
    void shouldSayWhatAProgramThatFailsSaid() {
        String message = assertThrows(QemuException.class, () -> Qemu.assemble("no instruction".getBytes(), List.of())).getMessage();
        assertTrue(message.matches("nasm failed with exit=1: .*guest.asm:1: error: .*"), message);
    }
}
