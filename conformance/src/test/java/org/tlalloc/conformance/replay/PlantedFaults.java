package org.tlalloc.conformance.replay;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tlalloc.conformance.Compiled;
import org.tlalloc.conformance.Graphs;
import org.tlalloc.conformance.subject.Alphabet;
import org.tlalloc.conformance.subject.Binding;

/** Faults planted in an allocator, and what the replay finds of each; they are compiled at one go and replayed once. */
public final class PlantedFaults {
    static final String HOLES = "BuddyLowestFirstHoles";
    static final String SMALL = "BuddyLowestFirst";
    static final String CONTRACT = "BlockAllocation";

    /**
     * A fault.
     *
     * @param calls how many calls show it, the last one included
     * @param sound the allocator without it
     */
    public record Fault(String name, String model, DivergenceKind kind, int calls, String sound, String source) {
        @Override
        public String toString() {
            return name + ", " + model;
        }
    }

    private static Fault plain(String name, String model, DivergenceKind kind, int calls, String... changes) {
        return new Fault(name, model, kind, calls, PlainBuddy.SOURCE, PlainBuddy.with(changes));
    }

    private static Fault resident(String name, String model, DivergenceKind kind, int calls, String... changes) {
        return new Fault(name + ", in memory", model, kind, calls, ResidentBuddy.SOURCE, ResidentBuddy.with(changes));
    }

    private static final String FREE = "public void free(int frame, int order) {";

    /* Faults of what the allocator does. */
    static final List<Fault> BEHAVIOUR = List.of(
            plain("no merge", SMALL, DivergenceKind.STATE, 2, "while (size < maxOrder && free", "while (size < 0 && free"),
            resident("no merge", SMALL, DivergenceKind.STATE, 2, "while (size < maxOrder && isFree", "while (size < 0 && isFree"),
            plain("no merge", CONTRACT, DivergenceKind.ANSWER, 3, "while (size < maxOrder && free", "while (size < 0 && free"),
            plain("merge with the wrong buddy", SMALL, DivergenceKind.STATE, 4, "whole ^ 1 << size", "whole + (1 << size)"),
            resident("merge with the wrong buddy", SMALL, DivergenceKind.STATE, 4, "whole ^ 1 << size", "whole + (1 << size)"),
            plain("the upper half is forgotten", SMALL, DivergenceKind.STATE, 1, "free[from].set(frame + (1 << from));", ""),
            resident("the upper half is forgotten", SMALL, DivergenceKind.STATE, 1, "put(flag(frame + (1 << from), from), 1);", ""),
            plain("the upper half is forgotten", CONTRACT, DivergenceKind.ANSWER, 2, "free[from].set(frame + (1 << from));", ""),
            plain("an order too large", SMALL, DivergenceKind.ANSWER, 2, "int from = order;", "int from = Math.min(order + 1, maxOrder);"),
            plain("an order past the last", SMALL, DivergenceKind.ACCEPTED, 1, "order > maxOrder)", "order > maxOrder + 1)"),
            resident("an order past the last", SMALL, DivergenceKind.ACCEPTED, 1, "order > maxOrder)", "order > maxOrder + 1)"),
            plain("a shift by 32", SMALL, DivergenceKind.ACCEPTED, 1, "if (order < 0 || order > maxOrder) {", "order &= 31; if (order > maxOrder) {"),
            plain("an order whose power of two is negative", SMALL, DivergenceKind.ACCEPTED, 1, "if (order < 0 || order > maxOrder) {", "if (order < 0 || order >= 32 || 1 << order > 1 << maxOrder) {"),
            plain("a shift by 64", SMALL, DivergenceKind.ACCEPTED, 1, "if (order < 0 || order > maxOrder) {", "order = order == 64 ? 0 : order; if (order < 0 || order > maxOrder) {"),
            plain("a frame in a byte", SMALL, DivergenceKind.ACCEPTED, 2, FREE, FREE + " frame = frame < 0 ? frame : frame & 0xff;"),
            resident("a frame's address in 32 bits", SMALL, DivergenceKind.ACCEPTED, 2, FREE, FREE + " frame = frame << 12 >> 12;"),
            resident("an order in a byte", CONTRACT, DivergenceKind.ACCEPTED, 2, FREE, FREE + " order = (byte) order;"),
            plain("the largest number for a mark", SMALL, DivergenceKind.ACCEPTED, 1, FREE, FREE + " if (frame == 1 && order == Integer.MAX_VALUE) { return; }"),
            plain("freed twice", SMALL, DivergenceKind.ACCEPTED, 1, "allocated[frame] != order)", "allocated[frame] != order && allocated[frame] != -1)"),
            resident("freed twice", SMALL, DivergenceKind.ACCEPTED, 1, "get(TAGS + frame) != order)", "get(TAGS + frame) != order && get(TAGS + frame) >= 0)"),
            plain("freed twice and forgotten", CONTRACT, DivergenceKind.ACCEPTED, 1, "if (frame < 0", "if (frame >= 0 && frame < frameCount && allocated[frame] < 0 && order >= 0) { return; } if (frame < 0"),
            plain("freed with another order", SMALL, DivergenceKind.ACCEPTED, 2, "allocated[frame] != order)", "allocated[frame] < order)"),
            plain("gives up early", SMALL, DivergenceKind.ANSWER, 1, "while (from <= maxOrder && free[from].isEmpty())", "while (from < order + 2 && from <= maxOrder && free[from].isEmpty())", "if (from > maxOrder)", "if (from > maxOrder || free[from].isEmpty())"),
            resident("gives up early", SMALL, DivergenceKind.ANSWER, 1, "if (from > maxOrder)", "if (from > maxOrder || from > order + 1)"),
            resident("gives up early", CONTRACT, DivergenceKind.ANSWER, 1, "if (from > maxOrder)", "if (from > maxOrder || from > order + 1)"),
            plain("hands out a frame twice", SMALL, DivergenceKind.STATE, 1, "free[from].clear(frame);", "if (from != order) { free[from].clear(frame); }"),
            plain("hands out a frame twice", CONTRACT, DivergenceKind.ANSWER, 2, "free[from].clear(frame);", "if (from != order) { free[from].clear(frame); }"),
            plain("wrong answer, right state", SMALL, DivergenceKind.ANSWER, 1, "return frame;\n", "return frame ^ 1;\n"),
            plain("exhausted, and says 0", SMALL, DivergenceKind.ANSWER, 2, "return -1;", "return 0;"),
            resident("exhausted, and says 0", CONTRACT, DivergenceKind.ANSWER, 2, "return -1;", "return 0;"),
            plain("refuses the last frame", SMALL, DivergenceKind.REFUSED, 5, "frame >= frameCount ||", "frame >= frameCount - 1 ||"),
            resident("refuses the largest order", SMALL, DivergenceKind.REFUSED, 1, "order > maxOrder)", "order >= maxOrder)"),
            plain("exhaustion is an exception", SMALL, DivergenceKind.REFUSED, 2, "return -1;", "throw new IllegalStateException(\"exhausted\");"),
            plain("the highest is taken", SMALL, DivergenceKind.ANSWER, 5, "free[from].nextSetBit(0)", "free[from].length() - 1"),
            plain("a ragged end", HOLES, DivergenceKind.INITIAL_STATE, 0, "&& frame + (1 << order + 1) <= frameCount", ""),
            resident("a ragged end", "BuddyRagged", DivergenceKind.STATE, 3, "return frame < frameCount && get(flag(frame, order)) == 1;", "return get(flag(frame, order)) == 1;"),
            plain("reserved frames in the middle of a block", HOLES, DivergenceKind.INITIAL_STATE, 0, "reserved.get(frame, frame + (1 << order + 1)).isEmpty()", "!reserved.get(frame)"),
            plain("all instances share an array", SMALL, DivergenceKind.HIDDEN_STATE, 0, "private final int[] allocated;", "private static int[] allocated;"),
            plain("a state that is nothing", SMALL, DivergenceKind.STATE, 0, "public int[] allocated() {", "public Object allocated() { if (frameCount > 0) { return null; }"),
            plain("merges across a hole", HOLES, DivergenceKind.STATE, 2, "while (size < maxOrder && free[size].get(whole ^ 1 << size))", "while (size < maxOrder && (free[size].get(whole ^ 1 << size) || whole == 3))"));

    private static final String ALLOCATE = "public int allocate(int order) {";
    private static final String REFUSE = "throw new IllegalArgumentException(\"order";
    private static final String REFUSE_FREE = "throw new IllegalArgumentException(\"frame";
    private static final String FIELD = "private static final int TAGS = 8;";
    private static final String BITS = "private final BitSet[] free;";
    private static final String PROPERTY = " private String last(String next) { String last = System.getProperty(\"tlalloc.planted\", \"\");"
            + " System.setProperty(\"tlalloc.planted\", next); return last; }";
    private static final String ATTACH = "return new Subject(memory, base);";
    private static final String SCRATCH = "return List.of(new Extent(base + 2, 6));";

    /* Faults of where it keeps its state, and of what it writes and reads in memory. */
    static final List<Fault> MEMORY = List.of(
            resident("writes below its footprint", SMALL, DivergenceKind.TRESPASS, 1, ALLOCATE, ALLOCATE + " memory.writeByte(base - 1, (byte) 1);"),
            resident("writes past its footprint, and back", CONTRACT, DivergenceKind.TRESPASS, 1, "put(TAGS + frame, order);",
                    "put(TAGS + frame, order); byte b = memory.readByte(base + 48); memory.writeByte(base + 48, (byte) 9); memory.writeByte(base + 48, b);"),
            resident("writes far away when it refuses", SMALL, DivergenceKind.TRESPASS, 1, REFUSE, "memory.writeInt(1 << 30, 5); " + REFUSE),
            resident("formats more than its footprint", SMALL, DivergenceKind.TRESPASS, 0, "return List.of(new Extent(base, TAGS + frameCount * (maxOrder + 2)));",
                    "return List.of(new Extent(base, TAGS + frameCount * (maxOrder + 2) - 1));"),
            resident("takes the log of writes away", SMALL, DivergenceKind.TRESPASS, 1, ALLOCATE, ALLOCATE + " memory.log(null);"),
            resident("has no scratch where it says", SMALL, DivergenceKind.STRAY_READ, 0, "new Extent(base + 2, 6)", "new Extent(base + 2, 7)"),
            resident("refusal changes a byte", SMALL, DivergenceKind.REFUSAL_CHANGED, 1, REFUSE, "put(TAGS + 5, 0); " + REFUSE),
            resident("refusal changes a byte that means nothing", SMALL, DivergenceKind.REFUSAL_CHANGED, 1, REFUSE, "put(2, get(2) + 1); " + REFUSE),
            resident("reads what means nothing", SMALL, DivergenceKind.STRAY_READ, 2, "int from = order;", "int from = get(4) == -1 ? maxOrder : order;"),
            resident("leaves what means nothing where it counts", CONTRACT, DivergenceKind.STRAY_READ, 1, "put(TAGS + frame, order);",
                    "put(TAGS + frame, order); if (get(4) == -1) { put(flag(frame, order), 7); }"),
            resident("reads below its footprint", SMALL, DivergenceKind.STRAY_READ, 1, "if (from > maxOrder) {", "if (from > maxOrder || get(-1) == -1) {"),
            resident("takes memory to be zero", SMALL, DivergenceKind.INITIAL_STATE, 0, "subject.put(subject.flag(i, order), 0);", "",
                    "get(flag(frame, order)) == 1", "get(flag(frame, order)) != 0"),
            resident("is changed by its accessor", SMALL, DivergenceKind.READING_CHANGED, 0, "public int[] allocated() {", "public int[] allocated() { put(7, get(7) + 1);"),
            resident("is changed when it is attached to", SMALL, DivergenceKind.READING_CHANGED, 0, "public static Subject attach(PhysicalMemory memory, long base) {",
                    "public static Subject attach(PhysicalMemory memory, long base) { memory.writeByte(base + 7, (byte) ~memory.readByte(base + 7));"),
            resident("is attached to beyond its footprint", SMALL, DivergenceKind.TRESPASS, 0, "public static Subject attach(PhysicalMemory memory, long base) {",
                    "public static Subject attach(PhysicalMemory memory, long base) { memory.writeByte(base + 700, (byte) 1);"),
            resident("a hidden field", SMALL, DivergenceKind.HIDDEN_STATE, 1, FIELD, FIELD + " private int count;", ALLOCATE, ALLOCATE + " count++;"),
            resident("a hidden field, wrong after a free", SMALL, DivergenceKind.HIDDEN_STATE, 3, FIELD, FIELD + " private boolean freed;",
                    FREE, FREE + " freed |= frame == 4 && get(TAGS + 4) == 2;", "int from = order;", "int from = freed && order == 1 ? maxOrder : order; freed = false;"),
            resident("a hidden element", SMALL, DivergenceKind.HIDDEN_STATE, 1, FIELD, FIELD + " private final long[] counts = new long[4];", ALLOCATE, ALLOCATE + " counts[3]++;"),
            resident("hidden in an object of the JDK", SMALL, DivergenceKind.HIDDEN_STATE, 1,
                    FIELD, FIELD + " private final java.util.Map<String, Integer> last = new java.util.HashMap<>();", "return frame;\n", "last.put(\"frame\", frame); return frame;\n"),
            resident("hidden behind a lambda", SMALL, DivergenceKind.HIDDEN_STATE, 1, FIELD, FIELD + " private final Runnable count = counter(new int[1]);"
                    + " private static Runnable counter(int[] number) { return () -> number[0]++; }", ALLOCATE, ALLOCATE + " count.run();"),
            resident("hidden when it refuses", SMALL, DivergenceKind.HIDDEN_STATE, 1, FIELD, FIELD + " private int refused;", REFUSE, "refused = 1; " + REFUSE),
            resident("hidden by its accessor", SMALL, DivergenceKind.HIDDEN_STATE, 0, FIELD, FIELD + " private int asked;", "public int[] allocated() {", "public int[] allocated() { asked++;"),
            resident("a static variable", SMALL, DivergenceKind.HIDDEN_STATE, 1, FIELD, FIELD + " private static int count;", ALLOCATE, ALLOCATE + " count++;"),
            resident("another when attached", SMALL, DivergenceKind.HIDDEN_STATE, 0, FIELD, FIELD + " private boolean attached;",
                    "return new Subject(memory, base);", "Subject subject = new Subject(memory, base); subject.attached = true; return subject;"),
            resident("keeps what it read when attached", SMALL, DivergenceKind.HIDDEN_STATE, 0, FIELD, FIELD + " private final int first;",
                    "this.maxOrder = get(1);", "this.maxOrder = get(1); this.first = get(TAGS + frameCount + 3 * frameCount);"),
            plain("keeps the capacity of a text", SMALL, DivergenceKind.ANSWER, 2, BITS, BITS + " private final StringBuilder last = new StringBuilder(0);",
                    FREE, FREE + " if (frame == 4 && order == 2) { last.ensureCapacity(100); }", ALLOCATE, ALLOCATE + " if (order == 1 && last.capacity() >= 100) { return -1; }"),
            plain("keeps it in a system property", CONTRACT, DivergenceKind.STATE, 5, "this.frameCount = frameCount;", "this.frameCount = frameCount; last(\"\");", BITS, BITS + PROPERTY,
                    FREE, FREE + " if (last(frame + \",\" + order).equals(\"4,1\") && frame == 6) { return; }", ALLOCATE, ALLOCATE + " last(\"\");"),
            resident("keeps it in a system property", SMALL, DivergenceKind.ANSWER, 2, "Subject subject = new Subject(memory, base);",
                    "Subject subject = new Subject(memory, base); subject.last(\"\");", FIELD, FIELD + PROPERTY, FREE, FREE + " last(frame + \",\" + order);",
                    ALLOCATE, ALLOCATE + " if (last(\"\").equals(\"4,2\") && order == 1) { return -1; }"),
            resident("counts refusals in a system property", SMALL, DivergenceKind.ANSWER, 4, "Subject subject = new Subject(memory, base);",
                    "Subject subject = new Subject(memory, base); subject.last(\"\");", FIELD, FIELD + PROPERTY, "put(TAGS + frame, -1);", "put(TAGS + frame, -1); last(\"\");",
                    REFUSE_FREE, "last(last(\"\") + \"x\"); " + REFUSE_FREE, "int from = order;", "String last = last(\"\"); last(last); if (last.equals(\"xxx\")) { return -1; } int from = order;"),
            resident("depends on a byte further away", SMALL, DivergenceKind.ANSWER, 1, "if (from > maxOrder) {", "if (from > maxOrder || get(48 + 100) == 0) {"),
            resident("depends on a byte far below", SMALL, DivergenceKind.ANSWER, 1, "if (from > maxOrder) {", "if (from > maxOrder || memory.readInt(8) != 0) {"),
            resident("works at one base only", CONTRACT, DivergenceKind.ANSWER, 1, "if (from > maxOrder) {", "if (from > maxOrder || base != 0x100000) {"),
            resident("is attached to at one base only", SMALL, DivergenceKind.UNATTACHABLE, 0, ATTACH, "if (base != 0x100000) { throw new IllegalStateException(); } " + ATTACH),
            resident("is formatted at low pages only", SMALL, DivergenceKind.REFUSED, 0, "memory.writeByte(base, (byte) frameCount);",
                    "if (base > 0x100000) { throw new IllegalArgumentException(\"base=\" + base); } memory.writeByte(base, (byte) frameCount);"),
            resident("takes what it finds for its own", SMALL, DivergenceKind.INITIAL_STATE, 2, "memory.writeByte(base, (byte) frameCount);",
                    "if (memory.readByte(base) == frameCount && memory.readByte(base + 1) == maxOrder) { return attach(memory, base); } memory.writeByte(base, (byte) frameCount);"),
            resident("is attached to as null", SMALL, DivergenceKind.UNATTACHABLE, 1, ATTACH, "return memory.readByte(base + TAGS) == 1 ? null : new Subject(memory, base);"),
            resident("is attached to as null at once", SMALL, DivergenceKind.UNATTACHABLE, 0, ATTACH, "return null;"),
            resident("refuses its own bytes", SMALL, DivergenceKind.UNATTACHABLE, 2, ATTACH,
                    "if (memory.readByte(base + TAGS + 4) == 2) { throw new IllegalArgumentException(\"no header at base=\" + base); } " + ATTACH),
            resident("fails when attached to", CONTRACT, DivergenceKind.UNATTACHABLE, 1, ATTACH,
                    "if (memory.readByte(base + TAGS) == 0) { throw new AssertionError(); } " + ATTACH),
            resident("refuses bytes for others beside them", SMALL, DivergenceKind.STRAY_READ, 0, ATTACH,
                    "if (memory.readByte(base - 1) == -1) { throw new IllegalArgumentException(); } " + ATTACH),
            resident("has no list of scratch bytes", SMALL, DivergenceKind.EXTENTS, 1, SCRATCH, "return get(TAGS) == 0 ? null : List.of(new Extent(base + 2, 6));"),
            resident("throws for its scratch bytes", SMALL, DivergenceKind.EXTENTS, 2, SCRATCH,
                    "if (get(TAGS + 4) == 2) { throw new IllegalStateException(\"order=2\"); } " + SCRATCH),
            resident("throws for its scratch bytes at once", SMALL, DivergenceKind.EXTENTS, 0, SCRATCH, "throw new IllegalStateException();"),
            resident("calls scratch what is not its own", SMALL, DivergenceKind.EXTENTS, 1, SCRATCH,
                    "return get(TAGS) == 3 ? List.of(new Extent(base - 2, 3)) : List.of(new Extent(base + 2, 6));"),
            resident("throws for its footprint", SMALL, DivergenceKind.EXTENTS, 0, "return List.of(new Extent(base, TAGS", "int none = get(TAGS) / 0; return List.of(new Extent(base, TAGS"));

    private static final Options OPTIONS = Options.standard().withPatience(2).withProductBudget(50_000);
    private static final Map<Fault, Found> FOUND = new LinkedHashMap<>();
    private static Compiled compiled;

    private PlantedFaults() {
    }

    /** A fault replayed: its class, bound to the model, and the verdict. */
    public record Found(Binding binding, Verdict verdict) {
    }

    public static List<Fault> all() {
        List<Fault> all = new ArrayList<>(BEHAVIOUR);
        all.addAll(MEMORY);
        return all;
    }

    /** The classes of all the faults, each in a package of its own. */
    static synchronized Compiled classes() {
        if (compiled == null) {
            compiled = Compiled.units(all().stream().map(fault -> new String[] {fault.source()}).toList());
        }
        return compiled;
    }

    public static synchronized Found found(Fault fault) {
        return FOUND.computeIfAbsent(fault, PlantedFaults::replay);
    }

    private static Found replay(Fault fault) {
        Class<?> subject = classes().load(Compiled.packageOf(all().indexOf(fault)) + ".Subject");
        Binding binding = Binding.of(subject, Alphabet.of(Graphs.of(fault.model())));
        return new Found(binding, ProductReplay.run(Graphs.of(fault.model()), binding, OPTIONS));
    }
}
