package org.tlalloc.machine;

/**
 * What the machine tells the kernel of an access that it did not make: exception 14. Source: Intel
 * SDM, volume 3A, section 4.7.
 *
 * <pre>
 *    31              5    4     3      2   1   0
 *   |       0        | I/D | RSVD | U/S | W/R | P |    error code
 * </pre>
 *
 * @param linear    the address that was accessed, as CR2 has it
 * @param errorCode of the bits below
 */
public record PageFault(long linear, int errorCode) {
    /** An entry was there for each level, and forbade it; without it one was not present. */
    public static final int PROTECTION = 1;
    public static final int WRITE = 1 << 1;
    /** The access was made in user mode, that is at CPL 3. */
    public static final int USER = 1 << 2;
    /** An entry had a reserved bit set. */
    public static final int RESERVED = 1 << 3;
    /** It was an instruction fetch; told only where fetches can be forbidden, by EFER.NXE or CR4.SMEP. */
    public static final int FETCH = 1 << 4;

    /** Whether what {@link Mmu#walk} or {@link Cpu#translate} answered is a fault. */
    public static boolean isFault(long answer) {
        return answer < 0;
    }

    /** The error code in an answer that is a fault. */
    public static int errorCode(long answer) {
        return (int) ~answer;
    }

    /** How a fault is answered where a number is expected. */
    static long answer(int errorCode) {
        return ~(long) errorCode;
    }

    /** The value of an answer that is a fault. */
    static PageFault of(long linear, long answer) {
        return new PageFault(linear, errorCode(answer));
    }

    @Override
    public String toString() {
        return String.format("page fault linear=0x%x errorCode=0x%x", linear, errorCode);
    }
}
