package org.tlalloc.paging;

import org.tlalloc.frame.FrameBitmap;
import org.tlalloc.machine.Cpu;
import org.tlalloc.machine.Extent;
import org.tlalloc.machine.PagingLayout;
import org.tlalloc.machine.PhysicalMemory;

/**
 * The tables that the processor walks, each in a frame. The specification {@code PageTable}.
 *
 * <p>Frames for tables come from a {@link FrameBitmap}, the lowest first, and go back to it: in the
 * user half as soon as a table is empty. The kernel half's tables below the roots are there from
 * the beginning, and all roots lead to the same ones. Each call counts the frames that it needs before it
 * changes anything, so nothing has to be undone.
 *
 * <p>Beside the tables there is a head of one frame, which {@code PageTableHead} draws; the object
 * holds addresses and geometry alone, and no call on pages makes objects. Entries are edited at the
 * physical addresses of their tables or, after {@link #through}, through the window of the running
 * address space; both leave the same bytes. What processors know of changed entries is theirs to
 * forget ({@code Shootdown}); only what edits through the window need is forgotten here.
 *
 * <p>Modes: IA-32 with pages of 4 KiB and 4 MiB (with CR4.PSE), four and five levels with 4 KiB,
 * 2 MiB and 1 GiB. Source: Intel SDM, volume 3A, chapter "Paging".
 */
public final class PageTable implements AddressSpace {
    private static final long ABSENT = 0;
    /** An entry that leads to a table never restricts, and the processor has nothing to note in it. */
    private static final long LEADING = PagingLayout.PRESENT | PagingLayout.WRITE | PagingLayout.ACCESSED | PagingLayout.DIRTY;
    private static final long NOTED = PagingLayout.ACCESSED | PagingLayout.DIRTY;
    private static final long RIGHTS = PagingLayout.WRITE | PagingLayout.USER;
    /** In place of a table that is not there yet. */
    private static final long NO_TABLE = -1;

    private final PhysicalMemory memory;
    private final PageTableHead head;
    private final PageTableShape shape;
    private final FrameBitmap frames;
    private final PagingLayout layout;
    private final Entries entries;
    private final int top;
    private final int indexBits;
    private final int largestLevel;
    private final long pageCount;
    /** Of the space in whose window edits are made; NONE if they are made directly. */
    private final int running;

    private PageTable(PhysicalMemory memory, PageTableHead head, Entries entries, int running) {
        this.memory = memory;
        this.head = head;
        this.frames = FrameBitmap.attach(memory, head.frames());
        this.shape = head.shape();
        this.layout = shape.layout();
        this.entries = entries;
        this.top = layout.levels() - 1;
        this.indexBits = layout.indexBits();
        this.largestLevel = shape.largestLevel();
        this.pageCount = 1L << layout.linearBits() - PagingLayout.PAGE_BITS;
        this.running = running;
    }

    /**
     * Makes address spaces in which nothing is mapped: their roots, and the kernel's tables below.
     *
     * @param base   of the head, in bytes: a frame of its own
     * @param frames where tables come from, one frame at a time; its numbers are those of physical memory
     * @param spaces how many address spaces there are at first
     * @throws IllegalArgumentException if the shape is none, or there are too few frames; nothing is written then
     */
    public static PageTable format(PhysicalMemory memory, long base, FrameBitmap frames, PageTableShape shape, int spaces) {
        int permanent = spaces + shape.kernelTo() - shape.kernelFrom();
        if (spaces < 1 || spaces > PageTableHead.MAX_SPACES) {
            throw new IllegalArgumentException("spaces=" + spaces + " is not within 1.." + PageTableHead.MAX_SPACES);
        }
        if (permanent > frames.freeFrames()) {
            throw new IllegalArgumentException("frames=" + frames.freeFrames() + " are too few for the permanent tables=" + permanent);
        }
        PageTableHead head = PageTableHead.format(memory, base, frames, shape);
        PageTable table = attach(memory, base);
        for (int space = 0; space < spaces; space++) {
            head.setRoot(space, table.cleared());
        }
        for (int slot = shape.kernelFrom(); slot < shape.kernelTo(); slot++) {
            long kernel = table.cleared();
            for (int space = 0; space < spaces; space++) {
                table.entries.write(head.root(space), table.pageOf(slot), table.top, table.leading(kernel, false));
            }
        }
        for (int space = 0; space < spaces; space++) {
            table.openWindow(head.root(space));
        }
        return table;
    }

    /**
     * The address spaces that were formatted at an address, edited directly.
     *
     * @throws IllegalArgumentException if there are none
     */
    public static PageTable attach(PhysicalMemory memory, long base) {
        PageTableHead head = PageTableHead.read(memory, base);
        return new PageTable(memory, head, new Entries.Direct(memory, head.shape().layout()), NONE);
    }

    /**
     * The same address spaces, edited through the window of the one that a processor runs in. Another
     * one's user half is refused.
     *
     * @throws IllegalArgumentException if the processor runs in none of them, or they have no window
     */
    public PageTable through(Cpu cpu) {
        if (shape.recursive() == NONE || cpu.control().layout() != layout) {
            throw new IllegalArgumentException("recursive=" + shape.recursive() + " in " + layout + " is no window for a processor in "
                    + cpu.control().layout());
        }
        long root = layout.root(cpu.control().cr3()) >>> PagingLayout.PAGE_BITS;
        for (int space = 0; space < PageTableHead.MAX_SPACES; space++) {
            if (head.root(space) == root && root != 0) {
                return new PageTable(memory, head, new Entries.Window(cpu, layout, shape.recursive()), space);
            }
        }
        throw new IllegalArgumentException(String.format("cr3=0x%x is the root of no address space", cpu.control().cr3()));
    }

    public PagingLayout layout() {
        return layout;
    }

    /** How many pages there are, mapped or not. */
    public long pageCount() {
        return pageCount;
    }

    /** The physical address of an address space's root: what CR3 holds when a processor runs in it. */
    public long cr3(int space) {
        return rootOf(space) << PagingLayout.PAGE_BITS;
    }

    /** Where the head lies. */
    public Extent head() {
        return head.extent();
    }

    /** How many frames are left for tables. */
    public int spareFrames() {
        return frames.freeFrames();
    }

    /**
     * Makes an address space in which only the kernel half is mapped.
     *
     * @return its number; or {@link #NONE} if no frame, or no number, is left
     */
    public int create() {
        requireDirect();
        int space = 0;
        while (space < PageTableHead.MAX_SPACES && head.root(space) != 0) {
            space++;
        }
        if (space == PageTableHead.MAX_SPACES || frames.freeFrames() == 0) {
            return NONE;
        }
        long model = anyRoot();
        long root = cleared();
        for (int slot = shape.kernelFrom(); slot < shape.kernelTo(); slot++) {
            entries.write(root, pageOf(slot), top, entries.read(model, pageOf(slot), top));
        }
        openWindow(root);
        head.setRoot(space, root);
        return space;
    }

    /**
     * Ends an address space: all tables of its user half, and its root, are given back. No processor may
     * run in it.
     *
     * @throws PagingException if there is no such space, or it is the last one
     */
    public void destroy(int space) {
        requireDirect();
        long root = rootOf(space);
        boolean last = true;
        for (int other = 0; other < PageTableHead.MAX_SPACES; other++) {
            last &= other == space || head.root(other) == 0;
        }
        if (last) {
            throw PagingException.space(space);
        }
        for (int slot = 0; slot < layout.entries(top + 1); slot++) {
            long entry = entries.read(root, pageOf(slot), top);
            if (isTable(entry, top) && !isKernelSlot(slot) && slot != shape.recursive()) {
                freeBelow(entry, pageOf(slot), top);
            }
        }
        head.setRoot(space, 0);
        frames.free((int) root, 0);
    }

    private void freeBelow(long entry, long page, int level) {
        long table = frameOf(entry);
        for (int slot = 0; level > 1 && slot < layout.entries(level); slot++) {
            long below = page + ((long) slot << (level - 1) * indexBits);
            long lower = entries.read(table, below, level - 1);
            if (isTable(lower, level - 1)) {
                freeBelow(lower, below, level - 1);
            }
        }
        frames.free((int) table, 0);
    }

    @Override
    public int map(int space, MapRequest request) {
        int level = request.level();
        requireGroup(request.page(), level);
        long count = pagesOf(level);
        if ((request.frame() & count - 1) != 0) {
            throw PagingException.alignment(request.frame(), level);
        }
        return mapRun(space, request.page(), count, request.frame(), null, request.right(), level);
    }

    /**
     * Maps pages, none of which is mapped, to as many consecutive frames, by large pages wherever both
     * are aligned.
     *
     * @return {@link #DONE} or {@link #NONE}
     * @throws PagingException as {@link #map} does; the pages may begin anywhere, but not belong to both halves
     */
    public int mapRun(int space, long page, long count, long frame, Permission right) {
        return mapRun(space, page, count, frame, null, right, largestLevel);
    }

    /**
     * Maps pages to scattered frames, by large pages where consecutive frames happen to be aligned as the pages are.
     *
     * @return {@link #DONE} or {@link #NONE}
     * @throws PagingException as {@link #mapRun(int, long, long, long, Permission)} does
     */
    public int mapRun(int space, long page, long[] frames, Permission right) {
        return mapRun(space, page, frames.length, 0, frames, right, largestLevel);
    }

    private int mapRun(int space, long page, long count, long frame, long[] scattered, Permission right, int largest) {
        long root = requireRun(space, page, count);
        long last = page + count - 1;
        if (isKernel(page) && right.user()) {
            throw PagingException.kernel(page);
        }
        if (scattered == null) {
            requireFrame(frame);
            requireFrame(frame + count - 1);
        } else {
            for (long each : scattered) {
                requireFrame(each);
            }
        }
        long lacking = lacking(root, top, page, last, page, frame, scattered, largest);
        if (lacking > this.frames.freeFrames()) {
            return NONE;
        }
        put(root, top, page, last, page, frame, scattered, right, largest);
        return DONE;
    }

    @Override
    public int unmap(int space, long page, int level) {
        requireGroup(page, level);
        return unmapRun(space, page, pagesOf(level));
    }

    /**
     * Unmaps pages, all of which are mapped, in whatever groups.
     *
     * @return {@link #DONE} or {@link #NONE}, as {@link #unmap} does
     * @throws PagingException if one of the pages is not mapped, or they belong to both halves
     */
    public int unmapRun(int space, long page, long count) {
        long root = requireRun(space, page, count);
        long last = page + count - 1;
        if (splits(root, top, page, last, ABSENT, false) > frames.freeFrames()) {
            return NONE;
        }
        clear(root, top, page, last);
        return DONE;
    }

    @Override
    public int protect(int space, long page, int level, Permission right) {
        requireGroup(page, level);
        return protectRun(space, page, pagesOf(level), right);
    }

    /**
     * Lets pages, all of which are mapped, permit something else. A large page is split only if its right changes.
     *
     * @return {@link #DONE} or {@link #NONE}, as {@link #protect} does
     * @throws PagingException as {@link #unmapRun} and {@link #protect} do
     */
    public int protectRun(int space, long page, long count, Permission right) {
        long root = requireRun(space, page, count);
        long last = page + count - 1;
        if (isKernel(page) && right.user()) {
            throw PagingException.kernel(page);
        }
        if (splits(root, top, page, last, bits(right), true) > frames.freeFrames()) {
            return NONE;
        }
        permit(root, top, page, last, bits(right));
        return DONE;
    }

    /**
     * Makes sure that the contract lets a caller map or unmap these pages, whatever is mapped there.
     *
     * @throws PagingException otherwise
     */
    public void requireChangeable(int space, long page, long count) {
        requireRun(space, page, count);
    }

    /**
     * What a page is mapped to. No access is noted.
     *
     * @return the frame, or {@link #NOT_PRESENT}
     * @throws PagingException if there is no such page or address space
     */
    public long lookup(int space, long page) {
        long table = rootOf(space);
        requirePage(page);
        int level = top;
        long entry = entries.read(table, page, level);
        while (isTable(entry, level)) {
            level--;
            entry = entries.read(frameOf(entry), page, level);
        }
        return (entry & PagingLayout.PRESENT) == 0 ? NOT_PRESENT : frameAt(entry, level, page);
    }

    /** Whether the page is the same one in all address spaces. */
    public boolean isShared(long page) {
        return isKernel(page);
    }

    @Override
    public long translate(int space, long page, Permission access) {
        long table = rootOf(space);
        requirePage(page);
        long joint = RIGHTS;
        int level = top;
        long entry = entries.read(table, page, level);
        while (isTable(entry, level)) {
            joint &= entry;
            table = frameOf(entry);
            level--;
            entry = entries.read(table, page, level);
        }
        if ((entry & PagingLayout.PRESENT) == 0) {
            return NOT_PRESENT;
        }
        long wanted = bits(access);
        if ((joint & entry & wanted) != wanted) {
            return NOT_ALLOWED;
        }
        long noted = entry | PagingLayout.ACCESSED | (access.write() ? PagingLayout.DIRTY : 0);
        if (noted != entry) {
            entries.write(table, page, level, noted);
        }
        return frameAt(entry, level, page);
    }

    /** Receives what is mapped. */
    @FunctionalInterface
    public interface Visitor {
        /**
         * @param level    of the entry that maps the pages: 0 for one page
         * @param writable as the entry says; those that lead to it do not restrict
         */
        void mapping(long page, int level, long frame, boolean writable, boolean user, boolean accessed, boolean dirty);
    }

    /** Shows all that is mapped, in the order of pages, each entry once; the window is left out. */
    public void forEach(int space, Visitor visitor) {
        visit(rootOf(space), top, 0, visitor);
    }

    private void visit(long table, int level, long first, Visitor visitor) {
        for (int slot = 0; slot < layout.entries(level + 1); slot++) {
            long page = first + ((long) slot << level * indexBits);
            long entry = entries.read(table, page, level);
            if (level == top && slot == shape.recursive()) {
                continue;
            }
            if (isTable(entry, level)) {
                visit(frameOf(entry), level - 1, page, visitor);
            } else if ((entry & PagingLayout.PRESENT) != 0) {
                visitor.mapping(page, level, frameAt(entry, level, page), (entry & PagingLayout.WRITE) != 0,
                        (entry & PagingLayout.USER) != 0, (entry & PagingLayout.ACCESSED) != 0, (entry & PagingLayout.DIRTY) != 0);
            }
        }
    }

    // ---- what is asked for ----

    private long rootOf(int space) {
        if (space < 0 || space >= PageTableHead.MAX_SPACES || head.root(space) == 0) {
            throw PagingException.space(space);
        }
        return head.root(space);
    }

    private long anyRoot() {
        int space = 0;
        while (head.root(space) == 0) {
            space++;
        }
        return head.root(space);
    }

    private void requireDirect() {
        if (running != NONE) {
            throw PagingException.notRunning(running);
        }
    }

    private void requirePage(long page) {
        if (page < 0 || page >= pageCount) {
            throw PagingException.page(page, pageCount);
        }
    }

    private void requireFrame(long frame) {
        if (frame < 0 || frame >= shape.frameLimit()) {
            throw PagingException.frame(frame, shape.frameLimit());
        }
    }

    private void requireGroup(long page, int level) {
        if (level < 0 || level > largestLevel) {
            throw PagingException.level(level, largestLevel);
        }
        if ((page & pagesOf(level) - 1) != 0) {
            throw PagingException.alignment(page, level);
        }
    }

    /** The root, if the pages are some that callers may change. */
    private long requireRun(int space, long page, long count) {
        long root = rootOf(space);
        if (running != NONE && running != space) {
            throw PagingException.notRunning(space);
        }
        if (count < 1) {
            throw PagingException.count(count);
        }
        requirePage(page);
        if (count > pageCount - page) {
            throw PagingException.page(pageCount, pageCount);
        }
        if (page == 0) {
            throw PagingException.zero();
        }
        int first = topSlot(page);
        int last = topSlot(page + count - 1);
        if (shape.recursive() >= first && shape.recursive() <= last) {
            throw PagingException.window(Math.max(page, pageOf(shape.recursive())));
        }
        boolean kernel = isKernelSlot(first);
        for (int slot = first; slot <= last; slot++) {
            if (isKernelSlot(slot) != kernel) {
                throw PagingException.halves(page, page + count - 1);
            }
        }
        return root;
    }

    private boolean isKernelSlot(int slot) {
        return slot >= shape.kernelFrom() && slot < shape.kernelTo();
    }

    private boolean isKernel(long page) {
        return isKernelSlot(topSlot(page));
    }

    private int topSlot(long page) {
        return (int) (page >>> top * indexBits);
    }

    /** The first page below a slot of a root. */
    private long pageOf(int slot) {
        return (long) slot << top * indexBits;
    }

    private long pagesOf(int level) {
        return 1L << level * indexBits;
    }

    // ---- entries ----

    private static boolean isTable(long entry, int level) {
        return level > 0 && (entry & (PagingLayout.PRESENT | PagingLayout.LARGE)) == PagingLayout.PRESENT;
    }

    private long leading(long table, boolean user) {
        return table << PagingLayout.PAGE_BITS | LEADING | (user ? PagingLayout.USER : 0);
    }

    private static long bits(Permission right) {
        return (right.write() ? PagingLayout.WRITE : 0) | (right.user() ? PagingLayout.USER : 0);
    }

    /** The kernel's pages are global: they are the same after MOV to CR3. */
    private long leaf(long frame, long page, int level, Permission right) {
        return layout.pageBits(frame << PagingLayout.PAGE_BITS, level + 1) | PagingLayout.PRESENT | bits(right)
                | (isKernel(page) ? PagingLayout.GLOBAL : 0)
                | (level > 0 ? PagingLayout.LARGE : 0) | (shape.tracked() ? 0 : NOTED);
    }

    private long frameOf(long entry) {
        return layout.frame(entry) >>> PagingLayout.PAGE_BITS;
    }

    /** The frame to which an entry that maps a group of this level maps a page of it. */
    private long frameAt(long entry, int level, long page) {
        return (layout.page(entry, level + 1) >>> PagingLayout.PAGE_BITS) + (page & pagesOf(level) - 1);
    }

    /** The entry, one level further down, of the pages from one on. */
    private long piece(long entry, int level, long page) {
        long flags = entry & (PagingLayout.PRESENT | RIGHTS | NOTED | PagingLayout.GLOBAL) | (level > 1 ? PagingLayout.LARGE : 0);
        return layout.pageBits(frameAt(entry, level, page) << PagingLayout.PAGE_BITS, level) | flags;
    }

    private long take() {
        return frames.allocate(0);
    }

    /** A frame of zeros. */
    private long cleared() {
        long table = take();
        memory.fill(table << PagingLayout.PAGE_BITS, 1 << PagingLayout.PAGE_BITS, (byte) 0);
        return table;
    }

    private void openWindow(long root) {
        if (shape.recursive() != NONE) {
            entries.write(root, pageOf(shape.recursive()), top, leading(root, false));
        }
    }

    /**
     * Puts a table into a slot of another: one that is empty, or has the pieces of what the slot maps.
     *
     * @return its frame
     */
    private long add(long table, int level, long page, long entry) {
        long fresh = take();
        long leading = leading(fresh, !isKernel(page));
        if (entries.reachesUnlinked()) {
            fill(fresh, level, page, entry);
            entries.write(table, page, level, leading);
        } else {
            entries.write(table, page, level, leading);
            fill(fresh, level, page, entry);
        }
        return fresh;
    }

    private void fill(long fresh, int level, long page, long entry) {
        long first = page & -pagesOf(level);
        long stride = pagesOf(level - 1);
        for (int slot = 0; slot < layout.entries(level); slot++) {
            long each = first + slot * stride;
            entries.write(fresh, each, level - 1, entry == ABSENT ? ABSENT : piece(entry, level, each));
        }
    }

    // ---- runs of pages, table by table; a run never leaves the pages below the table ----

    /** The last page of a run that goes through the same slot as a page of it. */
    private long lastInSlot(long page, int level, long last) {
        return Math.min(last, page | pagesOf(level) - 1);
    }

    private boolean isWhole(long page, int level, long last) {
        return (page & pagesOf(level) - 1) == 0 && last == (page | pagesOf(level) - 1);
    }

    /** Whether pages may be mapped by one entry of this level. */
    private boolean fits(long page, int level, long last, long start, long frame, long[] scattered, int largest) {
        if (level > largest || !isWhole(page, level, last)) {
            return false;
        }
        long first = scattered == null ? frame + page - start : scattered[(int) (page - start)];
        if ((first & pagesOf(level) - 1) != 0) {
            return false;
        }
        for (long each = page + 1; scattered != null && each <= last; each++) {
            if (scattered[(int) (each - start)] != first + each - page) {
                return false;
            }
        }
        return true;
    }

    /** How many tables are lacking to map a run, none of whose pages may be mapped. */
    private long lacking(long table, int level, long first, long last, long start, long frame, long[] scattered, int largest) {
        long tables = 0;
        if (level == 0 && table == NO_TABLE) {
            return 0;
        }
        for (long page = first; page <= last;) {
            long end = lastInSlot(page, level, last);
            long entry = table == NO_TABLE ? ABSENT : entries.read(table, page, level);
            if (isTable(entry, level)) {
                tables += lacking(frameOf(entry), level - 1, page, end, start, frame, scattered, largest);
            } else if (entry != ABSENT) {
                throw PagingException.mapped(page);
            } else if (!fits(page, level, end, start, frame, scattered, largest)) {
                tables += level == 0 ? 0 : 1 + lacking(NO_TABLE, level - 1, page, end, start, frame, scattered, largest);
            }
            page = end + 1;
        }
        return tables;
    }

    private void put(long table, int level, long first, long last, long start, long frame, long[] scattered, Permission right, int largest) {
        for (long page = first; page <= last;) {
            long end = lastInSlot(page, level, last);
            long entry = level == 0 ? ABSENT : entries.read(table, page, level);
            if (isTable(entry, level)) {
                put(frameOf(entry), level - 1, page, end, start, frame, scattered, right, largest);
            } else if (level == 0 || fits(page, level, end, start, frame, scattered, largest)) {
                long to = scattered == null ? frame + page - start : scattered[(int) (page - start)];
                entries.write(table, page, level, leaf(to, page, level, right));
            } else {
                put(add(table, level, page, ABSENT), level - 1, page, end, start, frame, scattered, right, largest);
            }
            page = end + 1;
        }
    }

    /**
     * How many tables it takes to split the large pages of which a run has only a part.
     *
     * @param rights    what the run is to permit
     * @param protecting whether those that permit it already stay whole
     */
    private long splits(long table, int level, long first, long last, long rights, boolean protecting) {
        long tables = 0;
        for (long page = first; page <= last;) {
            long end = lastInSlot(page, level, last);
            long entry = entries.read(table, page, level);
            if (entry == ABSENT) {
                throw PagingException.unmapped(page);
            }
            if (isTable(entry, level)) {
                tables += splits(frameOf(entry), level - 1, page, end, rights, protecting);
            } else if (!protecting || (entry & RIGHTS) != rights) {
                tables += parts(level, page, end);
            }
            page = end + 1;
        }
        return tables;
    }

    /** How many tables it takes to tell a run apart from the rest of its group of this level. */
    private long parts(int level, long first, long last) {
        if (isWhole(first, level, last)) {
            return 0;
        }
        long tables = 1;
        for (long page = first; page <= last;) {
            long end = lastInSlot(page, level - 1, last);
            if (isWhole(page, level - 1, end)) {
                // So are all that follow, but for the last one.
                end = Math.max(end, (last + 1 & -pagesOf(level - 1)) - 1);
            } else {
                tables += parts(level - 1, page, end);
            }
            page = end + 1;
        }
        return tables;
    }

    /** Unmaps a run, and gives back the user half's tables that become empty. */
    private void clear(long table, int level, long first, long last) {
        for (long page = first; page <= last;) {
            long end = lastInSlot(page, level, last);
            long entry = level == 0 ? ABSENT : entries.read(table, page, level);
            if (level > 0 && !isTable(entry, level) && !isWhole(page, level, end)) {
                entry = leading(add(table, level, page, entry), !isKernel(page));
            }
            if (isTable(entry, level)) {
                long below = frameOf(entry);
                clear(below, level - 1, page, end);
                if (!isKernel(page) && isEmpty(below, level - 1, page)) {
                    entries.write(table, page, level, ABSENT);
                    frames.free((int) below, 0);
                }
            } else {
                entries.write(table, page, level, ABSENT);
            }
            page = end + 1;
        }
    }

    private boolean isEmpty(long table, int level, long page) {
        long first = page & -pagesOf(level + 1);
        for (int slot = 0; slot < layout.entries(level + 1); slot++) {
            if (entries.read(table, first + ((long) slot << level * indexBits), level) != ABSENT) {
                return false;
            }
        }
        return true;
    }

    private void permit(long table, int level, long first, long last, long rights) {
        for (long page = first; page <= last;) {
            long end = lastInSlot(page, level, last);
            long entry = entries.read(table, page, level);
            boolean differs = (entry & RIGHTS) != rights;
            if (!isTable(entry, level) && differs && !isWhole(page, level, end)) {
                entry = leading(add(table, level, page, entry), !isKernel(page));
            }
            if (isTable(entry, level)) {
                permit(frameOf(entry), level - 1, page, end, rights);
            } else if (differs) {
                entries.write(table, page, level, entry & ~RIGHTS | rights);
            }
            page = end + 1;
        }
    }
}
