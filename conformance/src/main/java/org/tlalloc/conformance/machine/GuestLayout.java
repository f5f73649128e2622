package org.tlalloc.conformance.machine;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Where the guest's bytes are. The program {@code guest.asm} is assembled with these numbers, by the
 * names that it has in {@link #definitions}.
 *
 * <pre>
 *   guest, 4 MiB
 *   0          0x2000        0x3000       0x4000    0x6000              0x80000
 *   | program | stub of users | parameters | stack  | tables of the guest | records |
 *
 *   a record, a probe
 *   0        8        9      10   11        12        16            32     40    44    48     52        56
 *   | linear | access | user | AC | planted | written | physical x2 | tag x2 | CR0 | CR4 | EFER | entries | CR3 |
 *   64           144      148     152   160     168  176       184        192          272          352
 *   | entry x10 | vector | error | CR2 | value | IP | seen x2 | saved x2 | after x10 | before x10 |
 *   352        360           368       372       384
 *   | remapped | remapped to | by CR3 | reads x3 |
 * </pre>
 */
final class GuestLayout {
    /** Of the guest, and what it is aligned to: 4 MiB. */
    static final long BYTES = 4L << 20;

    static final int STUB = 0x2000;
    static final int PARAMETERS = 0x3000;
    static final int STACK_TOP = 0x6000;
    static final int TABLES = 0x6000;
    static final int RECORDS = 0x80000;

    /** Parameters: whether all is done, how many probes are, how many there are, and the registers of the start. */
    static final int STATE = PARAMETERS;
    static final int DONE = PARAMETERS + 4;
    static final int COUNT = PARAMETERS + 8;
    static final int BOOT_CR0 = PARAMETERS + 12;
    static final int BOOT_CR4 = PARAMETERS + 16;
    static final int BOOT_EFER = PARAMETERS + 20;
    static final int BOOT_CR3 = PARAMETERS + 24;
    static final int STATE_DONE = 0x600d;

    /** The address, a byte each for the kind of access, CPL 3, EFLAGS.AC, and the count of words that are planted. */
    static final int LINEAR = 0;
    static final int ACCESS = 8;
    static final int USER = 9;
    static final int AC = 10;
    static final int PLANTED = 11;
    /** What a write writes; where words are planted, and what they are. */
    static final int WRITTEN = 12;
    static final int PHYSICAL = 16;
    static final int TAG = 32;
    static final int CR0 = 40;
    static final int CR4 = 44;
    static final int EFER = 48;
    /** How many entries are on the way; CR3; and where the entries are. */
    static final int ENTRIES = 52;
    static final int CR3 = 56;
    static final int ENTRY = 64;
    /** What came of it: the vector, {@link #ACCESS_MADE} among them, the error code, CR2, what was read, and where. */
    static final int VECTOR = 144;
    static final int ERROR = 148;
    static final int CR2 = 152;
    static final int VALUE = 160;
    static final int IP = 168;
    /** The planted words after the access, and what they were before; the entries after the access, and before. */
    static final int SEEN = 176;
    static final int SAVED = 184;
    static final int AFTER = 192;
    static final int BEFORE = 272;
    /** The entry that a remap changes, what it becomes, a byte for a flush by CR3, and what was read. */
    static final int REMAPPED = 352;
    static final int REMAPPED_TO = 360;
    static final int BY_CR3 = 368;
    static final int READS = 372;
    static final int RECORD = 384;

    /** A kind of access beside read, write and execute, which are 0, 1 and 2. */
    static final int REMAP = 3;
    /** The interrupt by which the guest ends a read or a write; a fetch ends by a breakpoint. */
    static final int ACCESS_MADE = 0x80;
    static final int BREAKPOINT = 3;

    /** How many records there may be. */
    static final int MOST_PROBES = (int) (BYTES - RECORDS) / RECORD;

    private GuestLayout() {
    }

    /** The same for the assembler. */
    static List<String> definitions() {
        List<String> definitions = new ArrayList<>();
        define(definitions, "STUB_OFFSET", STUB);
        define(definitions, "PARAMETERS", PARAMETERS);
        define(definitions, "STACK", STACK_TOP);
        define(definitions, "RECORDS", RECORDS);
        define(definitions, "STATE_DONE", STATE_DONE);
        define(definitions, "LINEAR", LINEAR);
        define(definitions, "ACCESS", ACCESS);
        define(definitions, "USER", USER);
        define(definitions, "AC", AC);
        define(definitions, "PLANTED", PLANTED);
        define(definitions, "WRITTEN", WRITTEN);
        define(definitions, "PHYSICAL", PHYSICAL);
        define(definitions, "TAG", TAG);
        define(definitions, "CR0_", CR0);
        define(definitions, "CR4_", CR4);
        define(definitions, "EFER_", EFER);
        define(definitions, "ENTRIES", ENTRIES);
        define(definitions, "CR3_", CR3);
        define(definitions, "ENTRY", ENTRY);
        define(definitions, "VECTOR", VECTOR);
        define(definitions, "ERROR", ERROR);
        define(definitions, "CR2_", CR2);
        define(definitions, "VALUE", VALUE);
        define(definitions, "IP", IP);
        define(definitions, "SEEN", SEEN);
        define(definitions, "SAVED", SAVED);
        define(definitions, "AFTER", AFTER);
        define(definitions, "BEFORE", BEFORE);
        define(definitions, "REMAPPED", REMAPPED);
        define(definitions, "REMAPPED_TO", REMAPPED_TO);
        define(definitions, "BY_CR3", BY_CR3);
        define(definitions, "READS", READS);
        define(definitions, "RECORD", RECORD);
        define(definitions, "ACCESS_MADE", ACCESS_MADE);
        return definitions;
    }

    private static void define(List<String> definitions, String name, int number) {
        definitions.add(String.format(Locale.ROOT, "%s=0x%x", name, number));
    }
}
