package org.tlalloc.conformance.judge;

import java.util.Arrays;
import java.util.List;
import org.tlalloc.machine.Extent;
import org.tlalloc.machine.PhysicalMemory;
import org.tlalloc.machine.Resident;
import org.tlalloc.machine.WriteLog;

/**
 * The bytes of a subject that lives in physical memory, watched: what a call wrote is known by a
 * log, and what stood there before by a copy that is brought up to date after each call.
 */
final class ResidentBytes {
    private final PhysicalMemory memory;
    private final WriteLog log = new WriteLog();
    private final List<Extent> footprint;
    private final byte[][] copies;
    private long junk = 0x7461_6c6f_6300_0001L;

    /** Watches the subject, from now on. */
    ResidentBytes(PhysicalMemory memory, Resident subject) {
        this.memory = memory;
        this.footprint = List.copyOf(subject.footprint());
        this.copies = new byte[footprint.size()][];
        for (int i = 0; i < copies.length; i++) {
            Extent extent = footprint.get(i);
            copies[i] = new byte[Math.toIntExact(extent.length())];
            memory.read(extent.address(), copies[i], 0, copies[i].length);
        }
        memory.log(log);
    }

    /** What the call wrote outside the footprint; null if nothing. */
    String trespass() {
        for (int i = 0; i < log.count(); i++) {
            if (extent(log.address(i), log.length(i)) < 0) {
                return "it writes length=" + log.length(i) + " at address=0x" + Long.toHexString(log.address(i))
                        + ", outside its footprint " + footprint;
            }
        }
        return null;
    }

    private int extent(long address, int length) {
        for (int i = 0; i < copies.length; i++) {
            if (footprint.get(i).contains(address, length)) {
                return i;
            }
        }
        return -1;
    }

    /** What is no longer as it was before the call; null if all is. */
    String changed() {
        for (int i = 0; i < log.count(); i++) {
            int extent = extent(log.address(i), log.length(i));
            int from = (int) (log.address(i) - footprint.get(extent).address());
            byte[] now = new byte[log.length(i)];
            memory.read(log.address(i), now, 0, now.length);
            if (!Arrays.equals(now, 0, now.length, copies[extent], from, from + now.length)) {
                return "it changes bytes, length=" + now.length + " at address=0x" + Long.toHexString(log.address(i));
            }
        }
        return null;
    }

    /** Takes what the call wrote for what stands there. */
    void settle() {
        for (int i = 0; i < log.count(); i++) {
            int extent = extent(log.address(i), log.length(i));
            memory.read(log.address(i), copies[extent], (int) (log.address(i) - footprint.get(extent).address()), log.length(i));
        }
        log.clear();
    }

    /** Overwrites what the subject says means nothing. */
    void spoil(List<Extent> scratch) {
        for (Extent extent : scratch) {
            for (long at = extent.address(); at < extent.end(); at++) {
                junk ^= junk << 13;
                junk ^= junk >>> 7;
                junk ^= junk << 17;
                memory.writeByte(at, (byte) junk);
            }
        }
        settle();
    }
}
