package org.tlalloc.conformance.replay;

import java.lang.invoke.MethodHandle;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.tlalloc.conformance.subject.Binding;
import org.tlalloc.machine.Extent;
import org.tlalloc.machine.Linked;
import org.tlalloc.machine.Links;
import org.tlalloc.machine.PhysicalMemory;
import org.tlalloc.machine.Resident;
import org.tlalloc.machine.WriteLog;

/**
 * A subject that lives in physical memory: its images are the bytes of its footprint, with
 * zeros where they mean nothing; of a {@link Linked} one, the same but for where its slots lie. Next to the footprint, and where its bytes mean nothing, lies
 * junk.
 */
final class ResidentBench extends Bench {
    /** Where subjects are put. */
    static final long BASE = 0x10_0000;
    static final long MEMORY = 1L << 32;
    static final long DIRT_FROM = 0xf_0000;
    static final long DIRT_LENGTH = 0x3_0000;

    private final Binding binding;
    private final PhysicalMemory memory = new PhysicalMemory(MEMORY);
    private final WriteLog log = new WriteLog();
    private final ImageStore store = new ImageStore();
    private final ObjectGraph graph;
    private final MethodHandle attach;
    private final Junk junk;
    private Footprint footprint;
    private FrozenFields fields;
    /* Null where the subject has no links. */
    private Spellings spellings;
    private Resident live;
    private Resident second;
    /* The entered state with its junk, as it lies in memory, and what lies next to it. */
    private byte[] entered;
    private byte[][] beside;
    private List<Extent> unused = List.of();
    private byte[] present;
    private byte[] masked;
    private byte[] settled;
    private boolean found;
    private int image = NO_IMAGE;
    private boolean spoiled;

    ResidentBench(Binding binding, StaticVariables statics, long seed) {
        super(statics);
        this.binding = binding;
        this.attach = binding.attach();
        this.junk = new Junk(seed);
        this.graph = new ObjectGraph(binding.type(), memory);
    }

    @Override
    int start() {
        live = format();
        fields = new FrozenFields(graph, live, null);
        spellings = live instanceof Linked linked ? new Spellings(footprint, links(linked), store) : null;
        return settle(live);
    }

    /** A new subject, in memory in which something lies already. */
    Resident format() {
        memory.log(null);
        memory.fill(DIRT_FROM, DIRT_LENGTH, Junk.DIRT);
        memory.log(log);
        Resident made = binding.format(memory, BASE);
        footprint = new Footprint(binding.type(), extents(made));
        entered = new byte[footprint.size()];
        present = new byte[footprint.size()];
        masked = new byte[footprint.size()];
        settled = new byte[footprint.size()];
        beside = footprint.neighbours().stream().map(extent -> new byte[(int) extent.length()]).toArray(byte[][]::new);
        return made;
    }

    @Override
    int images() {
        return store.count();
    }

    @Override
    void enter(int number) {
        image = number;
        place();
        second = attached();
        if (spellings != null) {
            spellings.enter(number);
        }
    }

    private static Links links(Linked subject) {
        try {
            return Objects.requireNonNull(subject.links());
        } catch (OutOfMemoryError e) {
            throw e;
        } catch (Throwable e) {
            throw ResidentFault.ofExtents("links", e);
        }
    }

    private static List<Extent> extents(Resident subject) {
        try {
            return List.copyOf(subject.footprint());
        } catch (OutOfMemoryError e) {
            throw e;
        } catch (Throwable e) {
            throw ResidentFault.ofExtents("footprint", e);
        }
    }

    private static List<Extent> scratch(Resident subject) {
        List<Extent> all;
        try {
            all = subject.scratch();
        } catch (OutOfMemoryError e) {
            throw e;
        } catch (Throwable e) {
            throw ResidentFault.ofExtents("scratch", e);
        }
        if (all == null) {
            throw ResidentFault.ofExtents("scratch", null);
        }
        return all;
    }

    /** Puts the image into memory, and junk next to it and where its bytes mean nothing. */
    private void place() {
        memory.log(null);
        unused = List.of();
        store.copy(image, entered);
        footprint.put(memory, entered);
        junk.turn();
        List<Extent> neighbours = footprint.neighbours();
        for (int i = 0; i < beside.length; i++) {
            junk.fill(beside[i], 0, beside[i].length);
            memory.write(neighbours.get(i).address(), beside[i], 0, beside[i].length);
        }
        log.clear();
        memory.log(log);
        if (spoiled) {
            live = attached();
            fields = new FrozenFields(graph, live, null);
            spoiled = false;
        }
        List<Extent> meaningless = scratch(live);
        if (!meaningless.isEmpty()) {
            memory.log(null);
            for (Extent extent : meaningless) {
                int from = footprint.place(extent);
                junk.fill(entered, from, from + (int) extent.length());
                memory.write(extent.address(), entered, from, (int) extent.length());
            }
            memory.log(log);
        }
        unused = meaningless;
    }

    /** Puts the bytes of a state back, and the junk about it. */
    void lay(Divergence.Memory state, List<Divergence.Junk> about) {
        memory.log(null);
        footprint.put(memory, state.before());
        about.forEach(each -> memory.write(each.address(), each.bytes(), 0, each.bytes().length));
        memory.log(log);
    }

    /** @throws ResidentFault if that throws, or returns null */
    Resident attached() {
        return attached(attach, memory, BASE);
    }

    /** @throws ResidentFault if that throws, or returns null */
    static Resident attached(MethodHandle attach, PhysicalMemory memory, long base) {
        Resident made;
        try {
            made = (Resident) attach.invokeExact(memory, base);
        } catch (OutOfMemoryError e) {
            throw e;
        } catch (Throwable e) {
            throw ResidentFault.ofAttach(e);
        }
        if (made == null) {
            throw ResidentFault.ofAttach(null);
        }
        return made;
    }

    @Override
    Object live() {
        return live;
    }

    @Override
    Object second() {
        return second;
    }

    @Override
    void rewind() {
        if (log.count() > 0 || spoiled || !memory.isLoggedIn(log)) {
            undoTrespass();
            place();
            log.clear();
        }
    }

    private void undoTrespass() {
        memory.log(null);
        for (int i = 0; i < log.count(); i++) {
            if (!footprint.contains(log.address(i), log.length(i))) {
                for (long at = log.address(i); at < log.address(i) + log.length(i); at++) {
                    boolean dirt = at >= DIRT_FROM && at < DIRT_FROM + DIRT_LENGTH;
                    memory.writeByte(at, dirt ? Junk.DIRT : 0);
                }
            }
        }
        memory.log(log);
    }

    @Override
    Object fresh() {
        place();
        Resident made = attached();
        log.clear();
        return made;
    }

    @Override
    boolean changed() {
        if (log.count() == 0 && memory.isLoggedIn(log)) {
            return false;
        }
        footprint.take(memory, present);
        if (!Arrays.equals(present, entered)) {
            return true;
        }
        if (trespass() == null) {
            log.clear();
        }
        return false;
    }

    @Override
    Place change() {
        return null;
    }

    @Override
    String trespass() {
        for (int i = 0; i < log.count(); i++) {
            if (!footprint.contains(log.address(i), log.length(i))) {
                return "it writes length=" + log.length(i) + " at address=0x" + Long.toHexString(log.address(i))
                        + ", outside its footprint " + footprint;
            }
        }
        return memory.isLoggedIn(log) ? null : "it takes away the log of its writes";
    }

    @Override
    Place difference() {
        return fields.like(second) ? null : fields.difference(second);
    }

    @Override
    Place spoiled() {
        Place change = fields.change();
        spoiled |= change != null;
        return change;
    }

    @Override
    int settle(Object subject) {
        if (log.count() == 0 && image != NO_IMAGE) {
            found = true;
            store.copy(image, settled);
            if (spellings != null) {
                spellings.stays();
            }
            return image;
        }
        List<Extent> meaningless = mask((Resident) subject, settled);
        if (spellings != null) {
            int spelling = spellings.intern(settled, meaningless);
            found = spellings.found();
            return spelling;
        }
        int number = store.intern(settled, footprint.size());
        found = store.found();
        return number;
    }

    @Override
    String unlike(int call, Outcome outcome, int graphState) {
        return spellings == null ? null : spellings.unlike(call, outcome.digest(), graphState);
    }

    @Override
    int first(int number) {
        return spellings == null ? number : spellings.first(number);
    }

    @Override
    int states() {
        return spellings == null ? images() : spellings.states();
    }

    @Override
    boolean upToRenaming() {
        return spellings != null;
    }

    private List<Extent> mask(Resident subject, byte[] into) {
        footprint.take(memory, into);
        List<Extent> meaningless = scratch(subject);
        for (int i = 0; i < meaningless.size(); i++) {
            int place = footprint.place(meaningless.get(i));
            Arrays.fill(into, place, place + (int) meaningless.get(i).length(), (byte) 0);
        }
        return meaningless;
    }

    @Override
    boolean isNew() {
        return !found;
    }

    @Override
    boolean sameAsSettled(Object subject) {
        mask((Resident) subject, masked);
        return Arrays.equals(masked, settled);
    }

    /** The bytes of the present state, with zeros where they mean nothing. */
    byte[] meaningful(Object subject) {
        byte[] copy = new byte[footprint.size()];
        mask((Resident) subject, copy);
        return copy;
    }

    @Override
    byte[] bytes() {
        if (footprint == null) {
            return null;
        }
        byte[] copy = new byte[footprint.size()];
        footprint.take(memory, copy);
        return copy;
    }

    @Override
    Divergence.Memory memory(byte[] after) {
        if (footprint == null) {
            return null;
        }
        List<Divergence.Junk> all = new ArrayList<>();
        for (Extent extent : unused) {
            int from = footprint.place(extent);
            all.add(new Divergence.Junk(extent.address(), Arrays.copyOfRange(entered, from, from + (int) extent.length())));
        }
        List<Extent> neighbours = footprint.neighbours();
        for (int i = 0; i < beside.length; i++) {
            all.add(new Divergence.Junk(neighbours.get(i).address(), beside[i].clone()));
        }
        return new Divergence.Memory(footprint.address(), entered.clone(), after, all);
    }
}
