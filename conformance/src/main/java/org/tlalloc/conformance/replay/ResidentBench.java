package org.tlalloc.conformance.replay;

import java.lang.invoke.MethodHandle;
import java.util.Arrays;
import java.util.List;
import org.tlalloc.conformance.subject.Binding;
import org.tlalloc.conformance.subject.SubjectException;
import org.tlalloc.machine.Extent;
import org.tlalloc.machine.PhysicalMemory;
import org.tlalloc.machine.Resident;
import org.tlalloc.machine.WriteLog;

/**
 * A subject that lives in physical memory: its images are the bytes of its footprint,
 * with zeros where they mean nothing.
 */
final class ResidentBench extends Bench {
    static final long BASE = 0x10_0000;
    static final long MEMORY = 1L << 32;
    private static final int LARGEST_FOOTPRINT = 1 << 22;

    private final Binding binding;
    private final PhysicalMemory memory = new PhysicalMemory(MEMORY);
    private final WriteLog log = new WriteLog();
    private final ImageStore store = new ImageStore();
    private final MethodHandle attach;
    private List<Extent> footprint;
    private Resident live;
    private Resident second;
    private int size;
    /* The entered state with its junk, as it lies in memory. */
    private byte[] entered;
    private byte[] present;
    private byte[] masked;
    private byte[] settled;
    private boolean found;
    private int image = NO_IMAGE;
    private long junk;

    ResidentBench(Binding binding, long seed) {
        this.binding = binding;
        this.attach = binding.attach();
        this.junk = seed | 1;
    }

    @Override
    int start() {
        memory.log(log);
        live = binding.format(memory, BASE);
        footprint = live.footprint();
        long bytes = footprint.stream().mapToLong(Extent::length).sum();
        if (bytes < 1 || bytes > LARGEST_FOOTPRINT) {
            throw new SubjectException("class " + binding.type().getName() + " has a footprint of bytes=" + bytes
                    + ", which is not within 1.." + LARGEST_FOOTPRINT);
        }
        size = (int) bytes;
        entered = new byte[size];
        present = new byte[size];
        masked = new byte[size];
        settled = new byte[size];
        return settle(live);
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
        log.clear();
    }

    /** Puts the image into memory, and junk where bytes mean nothing. */
    private void place() {
        store.copy(image, entered);
        put(entered);
        for (Extent unused : live.scratch()) {
            fillWithJunk(unused);
        }
        if (!live.scratch().isEmpty()) {
            take(entered);
        }
        log.clear();
    }

    private void fillWithJunk(Extent extent) {
        for (long at = extent.address(); at < extent.end(); at++) {
            junk ^= junk << 13;
            junk ^= junk >>> 7;
            junk ^= junk << 17;
            memory.writeByte(at, (byte) junk);
        }
    }

    private void put(byte[] bytes) {
        int done = 0;
        for (int i = 0; i < footprint.size(); i++) {
            Extent extent = footprint.get(i);
            memory.write(extent.address(), bytes, done, (int) extent.length());
            done += (int) extent.length();
        }
    }

    private void take(byte[] into) {
        int done = 0;
        for (int i = 0; i < footprint.size(); i++) {
            Extent extent = footprint.get(i);
            memory.read(extent.address(), into, done, (int) extent.length());
            done += (int) extent.length();
        }
    }

    private Resident attached() {
        try {
            Resident made = (Resident) attach.invokeExact(memory, BASE);
            return made;
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
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
        if (log.count() > 0) {
            undoTrespass();
            place();
        }
    }

    /* What was written outside was zero before: nothing but the subject ever writes here. */
    private void undoTrespass() {
        int writes = log.count();
        for (int i = 0; i < writes; i++) {
            if (!inside(log.address(i), log.length(i))) {
                memory.fill(log.address(i), log.length(i), (byte) 0);
            }
        }
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
        if (log.count() == 0) {
            return false;
        }
        take(present);
        return !Arrays.equals(present, entered);
    }

    @Override
    String trespass() {
        for (int i = 0; i < log.count(); i++) {
            if (!inside(log.address(i), log.length(i))) {
                return "it writes length=" + log.length(i) + " at address=0x" + Long.toHexString(log.address(i))
                        + ", outside its footprint " + footprint;
            }
        }
        return null;
    }

    private boolean inside(long address, int length) {
        for (int i = 0; i < footprint.size(); i++) {
            if (footprint.get(i).contains(address, length)) {
                return true;
            }
        }
        return false;
    }

    @Override
    int settle(Object subject) {
        if (log.count() == 0 && image != NO_IMAGE) {
            found = true;
            store.copy(image, settled);
            return image;
        }
        mask((Resident) subject, settled);
        int number = store.intern(settled, size);
        found = store.found();
        return number;
    }

    private void mask(Resident subject, byte[] into) {
        take(into);
        List<Extent> unused = subject.scratch();
        for (int i = 0; i < unused.size(); i++) {
            int place = place(unused.get(i));
            Arrays.fill(into, place, place + (int) unused.get(i).length(), (byte) 0);
        }
    }

    /** Where in an image an extent of scratch begins. */
    private int place(Extent unused) {
        int before = 0;
        for (Extent extent : footprint) {
            if (extent.contains(unused.address(), unused.length())) {
                return before + (int) (unused.address() - extent.address());
            }
            before += (int) extent.length();
        }
        throw new SubjectException("class " + binding.type().getName() + " calls " + unused
                + " scratch, which is not in its footprint " + footprint);
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

    @Override
    byte[] bytes() {
        byte[] copy = new byte[size];
        take(copy);
        return copy;
    }

    @Override
    long address() {
        return footprint.get(0).address();
    }
}
