package org.tlalloc.conformance.replay;

import java.util.ArrayList;
import java.util.List;
import org.tlalloc.conformance.subject.SubjectException;
import org.tlalloc.machine.Extent;
import org.tlalloc.machine.PhysicalMemory;

/** The bytes that a subject may write, one after another; and the nearest that it may not. */
final class Footprint {
    private static final int LARGEST = 1 << 22;
    /* How far the neighbourhood goes to either side, in bytes. */
    private static final int NEAR = 64;

    private final List<Extent> extents;
    private final List<Extent> neighbours = new ArrayList<>();
    private final int size;

    /** @throws SubjectException if it is empty, or too large */
    Footprint(Class<?> subject, List<Extent> extents) {
        this.extents = List.copyOf(extents);
        long bytes = extents.stream().mapToLong(Extent::length).sum();
        if (bytes < 1 || bytes > LARGEST) {
            throw new SubjectException("class " + subject.getName() + " has a footprint of bytes=" + bytes
                    + ", which is not within 1.." + LARGEST);
        }
        this.size = (int) bytes;
        for (Extent extent : extents) {
            neighbours(Math.max(0, extent.address() - NEAR), extent.address());
            neighbours(extent.end(), Math.min(ResidentBench.MEMORY, extent.end() + NEAR));
        }
    }

    private void neighbours(long from, long end) {
        for (long at = from; at < end; at++) {
            if (!contains(at, 1)) {
                neighbours.add(new Extent(at, 1));
            }
        }
        join();
    }

    /* Single bytes that follow one another become one extent. */
    private void join() {
        List<Extent> joined = new ArrayList<>();
        for (Extent each : neighbours) {
            Extent last = joined.isEmpty() ? null : joined.get(joined.size() - 1);
            if (last != null && last.end() == each.address()) {
                joined.set(joined.size() - 1, new Extent(last.address(), last.length() + each.length()));
            } else {
                joined.add(each);
            }
        }
        neighbours.clear();
        neighbours.addAll(joined);
    }

    /** In bytes. */
    int size() {
        return size;
    }

    long address() {
        return extents.get(0).address();
    }

    List<Extent> extents() {
        return extents;
    }

    /** What lies next to it, and is not of it. */
    List<Extent> neighbours() {
        return neighbours;
    }

    boolean contains(long address, long length) {
        for (int i = 0; i < extents.size(); i++) {
            if (extents.get(i).contains(address, length)) {
                return true;
            }
        }
        return false;
    }

    void put(PhysicalMemory memory, byte[] bytes) {
        int done = 0;
        for (int i = 0; i < extents.size(); i++) {
            Extent extent = extents.get(i);
            memory.write(extent.address(), bytes, done, (int) extent.length());
            done += (int) extent.length();
        }
    }

    void take(PhysicalMemory memory, byte[] into) {
        int done = 0;
        for (int i = 0; i < extents.size(); i++) {
            Extent extent = extents.get(i);
            memory.read(extent.address(), into, done, (int) extent.length());
            done += (int) extent.length();
        }
    }

    /**
     * Where among its bytes an extent of them begins.
     *
     * @throws ResidentFault if it is not of them
     */
    int place(Extent part) {
        return place(part, "scratch()");
    }

    /** @param named the method that names it */
    int place(Extent part, String named) {
        int before = 0;
        for (Extent extent : extents) {
            if (part != null && extent.contains(part.address(), part.length())) {
                return before + (int) (part.address() - extent.address());
            }
            before += (int) extent.length();
        }
        throw ResidentFault.ofExtents(named + " names " + part + ", which is not in its footprint " + extents);
    }

    /** The address of the byte at this place among its bytes. */
    long address(int place) {
        int before = 0;
        for (Extent extent : extents) {
            if (place < before + extent.length()) {
                return extent.address() + place - before;
            }
            before += (int) extent.length();
        }
        throw new IndexOutOfBoundsException("place=" + place + " size=" + size);
    }

    @Override
    public String toString() {
        return extents.toString();
    }
}
