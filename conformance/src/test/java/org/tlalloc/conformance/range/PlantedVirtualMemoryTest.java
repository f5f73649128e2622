package org.tlalloc.conformance.range;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Faults planted in the source of our own virtual memory, which is compiled anew with each of them and replayed on real tables. */
class PlantedVirtualMemoryTest {
    private static final String ACROSS = "VirtualMemory";
    private static final String KERNEL = "VirtualMemoryKernel";
    private static final String MAPPED = "mapped = count == pages && table.mapRun(";

    private static final List<PlantedSource> FAULTS = List.of(
            fault("a half-done mapping is kept", ACROSS, "            if (!mapped) {\n                giveBack(taken, count);",
                    "            if (!mapped && count > 0) {\n                table.mapRun(space, firstPage + start, taken[0], 1, right);\n"
                            + "            }\n            if (!mapped) {\n                giveBack(taken, count);"),
            fault("the range is kept when frames run out", KERNEL, "                ranges.free(start, length);\n", ""),
            fault("the range is kept when tables run out", ACROSS, "                ranges.free(start, length);\n",
                    "                if (count < pages) {\n                    ranges.free(start, length);\n                }\n"),
            fault("frames are kept when frames run out", KERNEL, "                giveBack(taken, count);\n", ""),
            fault("frames are kept when tables run out", ACROSS, "                giveBack(taken, count);\n",
                    "                giveBack(taken, count < pages ? count : 0);\n"),
            fault("one of the frames is kept", ACROSS, "for (int i = count - 1; i >= 0; i--) {", "for (int i = count - 1; i > 0; i--) {"),
            fault("gives up with the last frame", KERNEL, MAPPED, "mapped = count == pages && table.spareFrames() > 0 && table.mapRun("),
            fault("the guard is mapped", KERNEL, "        long[] taken = new long[pages];\n        int count",
                    "        pages = length;\n        long[] taken = new long[pages];\n        int count"),
            fault("no page is reserved for the guard", ACROSS, "return pages + guards;", "return pages;"),
            fault("all pages are mapped to the first frame", ACROSS, MAPPED, "java.util.Arrays.fill(taken, taken[0]);\n            " + MAPPED),
            fault("a range that came back is still mapped", ACROSS, "if (table.unmapRun(space, start, pages) != AddressSpace.DONE) {", "if (false) {"),
            fault("its last page is still mapped", ACROSS, "table.unmapRun(space, start, pages)", "table.unmapRun(space, start, Math.max(1, pages - 1))"),
            fault("its frames do not go back", ACROSS, "        giveBack(mapped, pages);\n", ""),
            fault("a page is taken for a guard", KERNEL, "boolean open = length > pages &&", "boolean open = false &&"),
            fault("a guard is taken for a page", KERNEL, "if ((open || !whole) &&", "if (open &&"),
            fault("calls are counted in a field", KERNEL, "    public long allocate(int pages, boolean guarded) {\n",
                    "    private int calls;\n\n    public long allocate(int pages, boolean guarded) {\n        calls++;\n"));

    private static PlantedSource fault(String name, String model, String from, String to) {
        return new PlantedSource(name, model, "VirtualMemory", from, to);
    }

    @TestFactory
    Stream<DynamicTest> shouldFind() {
        return PlantedSource.tests(FAULTS, fault -> List.of("VirtualMemoryOnTables", "VirtualMemory", "RangeBitmap",
                "RangeBitmapLayout", "PageBits", "RangeAllocation", "RangeException", "RangeRequest"), 4);
    }
}
