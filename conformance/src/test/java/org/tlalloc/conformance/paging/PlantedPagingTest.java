package org.tlalloc.conformance.paging;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.tlalloc.conformance.Compiled;
import org.tlalloc.conformance.Graphs;
import org.tlalloc.conformance.replay.Replays;
import org.tlalloc.conformance.replay.Verdict;

/** Faults planted in the sources of our own page tables, which are compiled anew with each of them and replayed. */
class PlantedPagingTest {
    private static final Path HOME = Graphs.home();
    private static final String TWO_LEVELS = "PageTable";
    private static final String TRACKED = "PageTableTracked";
    private static final String PROTECTED = "PageTableProtected";

    /** A fault: what is replaced in a source by what. */
    private record Fault(String name, String model, String file, String from, String to) {
    }

    private static final String POOL = "PageTableFourLevelsPool";
    private static final String FOUR_LEVELS = "PageTableFourLevels";
    private static final String CPUS = "Tlb";
    private static final String SHOOTDOWN = "Shootdown";
    private static final String TABLE = "PageTable";
    private static final String ENTRIES = "Entries";

    private static final List<Fault> FAULTS = List.of(
            new Fault("a half-done map kept", POOL, TABLE,
                    "        if (lacking > this.frames.freeFrames()) {\n            return NONE;",
                    "        if (lacking > this.frames.freeFrames()) {\n            if (this.frames.freeFrames() > 0) { add(root, top, page, ABSENT); }\n            return NONE;"),
            new Fault("gives up while there is a frame", TWO_LEVELS, TABLE, "lacking > this.frames.freeFrames()", "lacking >= this.frames.freeFrames()"),
            new Fault("a table freed while an entry points at it", TWO_LEVELS, TABLE,
                    "                    entries.write(table, page, level, ABSENT);\n                    frames.free((int) below, 0);", "                    frames.free((int) below, 0);"),
            new Fault("an empty table kept", TWO_LEVELS, TABLE, "if (!isKernel(page) && isEmpty(below, level - 1, page)) {", "if (false) {"),
            new Fault("an empty table lost", TWO_LEVELS, TABLE, "                    frames.free((int) below, 0);\n                }\n            } else {", "                }\n            } else {"),
            new Fault("the kernel's tables given back", TWO_LEVELS, TABLE, "if (!isKernel(page) && isEmpty(", "if (isEmpty("),
            new Fault("emptiness seen too soon", TWO_LEVELS, TABLE, "slot < layout.entries(level + 1); slot++) {\n            if (entries.read(", "slot < 1; slot++) {\n            if (entries.read("),
            new Fault("a wrong stride when splitting at the higher level", FOUR_LEVELS, TABLE, "long first = page & -pagesOf(level);\n        long stride = pagesOf(level - 1);",
                    "long first = page & -pagesOf(level);\n        long stride = level > 1 && entry != ABSENT ? pagesOf(level - 1) >>> 1 : pagesOf(level - 1);"),
            new Fault("a wrong stride when splitting", TWO_LEVELS, TABLE, "(page & pagesOf(level) - 1);\n    }\n\n    /** The entry, one", "(page & pagesOf(level) - 1) / 2;\n    }\n\n    /** The entry, one"),
            new Fault("pieces permit more", TWO_LEVELS, TABLE, "long flags = entry & (PagingLayout.PRESENT | RIGHTS | NOTED | PagingLayout.GLOBAL)", "long flags = RIGHTS | entry & (PagingLayout.PRESENT | NOTED | PagingLayout.GLOBAL)"),
            new Fault("pieces forget that they were written", TRACKED, TABLE, "long flags = entry & (PagingLayout.PRESENT | RIGHTS | NOTED | PagingLayout.GLOBAL)", "long flags = entry & (PagingLayout.PRESENT | RIGHTS | PagingLayout.GLOBAL)"),
            new Fault("protecting forgets that it was written", PROTECTED, TABLE, "entry & ~RIGHTS | rights", "entry & ~RIGHTS & ~NOTED | rights"),
            new Fault("a large page changed as a whole", TWO_LEVELS, TABLE, "if (!isTable(entry, level) && differs && !isWhole(page, level, end)) {", "if (false) {"),
            new Fault("a large page split for nothing", TWO_LEVELS, TABLE, "boolean differs = (entry & RIGHTS) != rights;", "boolean differs = true;"),
            new Fault("a page of the kernel for the user", TWO_LEVELS, TABLE, "if (isKernel(page) && right.user()) {\n            throw PagingException.kernel(page);\n        }\n        if (scattered", "if (scattered"),
            new Fault("page 0 mapped", TWO_LEVELS, TABLE, "if (page == 0) {", "if (page < 0) {"),
            new Fault("the window mapped", TWO_LEVELS, TABLE, "if (shape.recursive() >= first && shape.recursive() <= last) {", "if (false) {"),
            new Fault("mapped over what is mapped", TWO_LEVELS, TABLE, "} else if (entry != ABSENT) {\n                throw PagingException.mapped(page);\n            } else if", "} else if"),
            new Fault("no write without a right", TWO_LEVELS, TABLE, "if ((joint & entry & wanted) != wanted) {", "if (false) {"),
            new Fault("a write noted as a read", TRACKED, TABLE, "(access.write() ? PagingLayout.DIRTY : 0)", "0"),
            new Fault("a fault noted as an access", TRACKED, TABLE, "            return NOT_ALLOWED;\n", "            entries.write(table, page, level, entry | PagingLayout.ACCESSED);\n            return NOT_ALLOWED;\n"),
            new Fault("an entry that leads to a table is read-only", TWO_LEVELS, TABLE, "LEADING = PagingLayout.PRESENT | PagingLayout.WRITE |", "LEADING = PagingLayout.PRESENT |"),
            new Fault("a table not cleared", TWO_LEVELS, TABLE, "slot < layout.entries(level); slot++) {\n            long each = first", "slot < layout.entries(level) - 1; slot++) {\n            long each = first"),
            new Fault("one entry too far", TWO_LEVELS, ENTRIES, "return layout.index(page << PagingLayout.PAGE_BITS, level + 1);", "return Math.min(layout.index(page << PagingLayout.PAGE_BITS, level + 1), 1022);"),
            new Fault("a page of the kernel not global", TWO_LEVELS, TABLE, "(isKernel(page) ? PagingLayout.GLOBAL : 0)", "0"),
            new Fault("no local flush", CPUS, SHOOTDOWN, "        cpus[cpu].invalidatePage(table.layout().linear(page));\n        long waiting", "        long waiting"),
            new Fault("no interrupt to another processor", CPUS, SHOOTDOWN, "waiting |= 1L << other;", "waiting |= 0;"),
            new Fault("none to those in other spaces, for the kernel's pages", CPUS, SHOOTDOWN, "(table.isShared(page) || runsIn(other, space))", "runsIn(other, space)"),
            new Fault("acknowledged without flushing", CPUS, SHOOTDOWN, "        cpus[cpu].invalidatePage(table.layout().linear(memory.readLong(record(by) + PAGE)));\n", ""),
            new Fault("frame reused early", CPUS, SHOOTDOWN, "        memory.writeInt(record + SPACE, space);\n", "        memory.writeInt(record + SPACE, space);\n        frames.free((int) frame, 0);\n"),
            new Fault("ended before all have acknowledged", CPUS, SHOOTDOWN, "waits(cpu) && memory.readLong(record(cpu) + WAITING) == 0", "waits(cpu)"),
            new Fault("a page mapped while it leaves", CPUS, SHOOTDOWN, "|| isLeaving(space, page)", ""),
            new Fault("acknowledged with interrupts masked", CPUS, SHOOTDOWN, "if (isMasked(cpu) || (waiting", "if ((waiting"),
            new Fault("begins while it takes no interrupts", CPUS, SHOOTDOWN, "if (isMasked(cpu)) {\n            throw", "if (false) {\n            throw"),
            new Fault("everything forgotten with the root", CPUS, SHOOTDOWN, "cpus[cpu].loadCr3(table.cr3(space));", "cpus[cpu].loadCr3(table.cr3(space)); cpus[cpu].tlb().invalidateAll();"));

    /** The sources of the page tables and of what stands between them and the models, with a fault. */
    private static String[] sources(Fault fault) {
        List<String> sources = new ArrayList<>();
        List<String> between = new ArrayList<>(List.of("PageTableInSlots", "Slots"));
        if (fault.model.equals(CPUS)) {
            between.add(0, "ShootdownInSlots");
        }
        between.forEach(name -> sources.add(read(HOME.resolve("conformance/src/main/java/org/tlalloc/conformance/paging/" + name + ".java"))));
        Path folder = HOME.resolve("impl/src/main/java/org/tlalloc/paging");
        for (String name : List.of("AddressSpace", ENTRIES, "MapRequest", TABLE, "PageTableHead", "PageTableShape", "PagingException", "Permission", SHOOTDOWN)) {
            String source = read(folder.resolve(name + ".java"));
            if (name.equals(fault.file)) {
                assertTrue(source.contains(fault.from), fault.name + ": the source has no " + fault.from);
                source = source.replace(fault.from, fault.to);
            }
            sources.add(source);
        }
        return sources.stream().map(source -> source.replaceAll("(?m)^package .*$", "").replaceAll("(?m)^import org\\.tlalloc\\.paging\\..*$", ""))
                .toArray(String[]::new);
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @TestFactory
    Stream<DynamicTest> shouldFind() {
        List<Class<?>> subjects = Compiled.each(FAULTS.stream().map(PlantedPagingTest::sources).toList());
        return IntStream.range(0, FAULTS.size()).mapToObj(i -> DynamicTest.dynamicTest(FAULTS.get(i).name(), () -> {
            Verdict verdict = Replays.of(FAULTS.get(i).model(), subjects.get(i));
            assertEquals(1, verdict.divergences().size(), verdict.toString());
            assertTrue(verdict.divergences().get(0).path().size() < 6, "it is found by few calls: " + verdict);
        }));
    }

    /* Those that the manifest names for these models are replayed elsewhere. */
    @Test
    void shouldAgreeWithTheSoundOnes() {
        for (String model : List.of(TWO_LEVELS, TRACKED)) {
            assertTrue(Replays.of(model, PageTableThroughWindow.class).agrees(), model);
        }
        for (String model : List.of(POOL, "PageTableShared")) {
            assertTrue(Replays.of(model, PageTableInSlots.class).agrees(), model);
        }
    }
}
