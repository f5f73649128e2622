package org.tlalloc.paging;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.tlalloc.machine.PagingLayout;

/**
 * What an address space maps, as text: a line for each run of pages that one kind of entry maps to consecutive
 * frames, and one for each gap.
 *
 * <pre>
 *   0x0000000000000000-0x0000000000001000        4K
 *   0x0000000000001000-0x0000000000004000       12K  4K  USR RW A D  frames 0x51-0x53
 * </pre>
 */
public final class PageTableDump implements PageTable.Visitor {
    private final PagingLayout layout;
    private final List<String> lines = new ArrayList<>();
    private long from;
    private long to;
    private int level = -1;
    private long frame;
    private String flags = "";

    private PageTableDump(PagingLayout layout) {
        this.layout = layout;
    }

    /** @throws PagingException if there is no such address space */
    public static List<String> of(PageTable table, int space) {
        PageTableDump dump = new PageTableDump(table.layout());
        table.forEach(space, dump);
        dump.flush();
        dump.gap(table.pageCount());
        return dump.lines;
    }

    @Override
    public void mapping(long page, int level, long frame, boolean writable, boolean user, boolean accessed, boolean dirty) {
        String flags = (user ? "USR" : "KRN") + (writable ? " RW" : " ro") + (accessed ? " A" : "  ") + (dirty ? " D" : "  ");
        if (this.level != level || page != to || frame != this.frame + to - from || !flags.equals(this.flags)) {
            flush();
            gap(page);
            this.from = page;
            this.frame = frame;
            this.level = level;
            this.flags = flags;
        }
        to = page + (1L << layout.shift(level + 1) - PagingLayout.PAGE_BITS);
    }

    private void flush() {
        if (level >= 0) {
            lines.add(String.format(Locale.ROOT, "%s %3s  %s  frames 0x%x-0x%x", range(from, to), size(layout.span(level + 1)), flags, frame,
                    frame + to - from - 1));
            from = to;
            level = -1;
        }
    }

    private void gap(long next) {
        if (next != to) {
            lines.add(range(to, next));
        }
        from = next;
        to = next;
    }

    private String range(long first, long next) {
        String address = layout.linearBits() == 32 ? "0x%08x-0x%08x %8s" : "0x%016x-0x%016x %8s";
        return String.format(Locale.ROOT, address, linear(first), linear(next), size(next - first << PagingLayout.PAGE_BITS));
    }

    private long linear(long page) {
        int unused = 64 - layout.linearBits();
        return unused == 32 ? page << PagingLayout.PAGE_BITS : page << PagingLayout.PAGE_BITS << unused >> unused;
    }

    private static String size(long bytes) {
        int unit = 0;
        long rest = bytes >>> 10;
        while (unit < 4 && rest >= 1024 && rest % 1024 == 0) {
            rest /= 1024;
            unit++;
        }
        return rest + String.valueOf("KMGTP".charAt(unit));
    }
}
