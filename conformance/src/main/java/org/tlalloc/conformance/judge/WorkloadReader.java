package org.tlalloc.conformance.judge;

import it.unimi.dsi.fastutil.ints.IntArrayList;
import it.unimi.dsi.fastutil.longs.Long2IntOpenHashMap;
import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.EOFException;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/** Reads a {@link Workload} from a file, and refuses what is none with file, line and reason. */
public final class WorkloadReader {
    private static final String HEADER = "op,id,order,mobility,linux_pfn";
    private static final Set<String> MOBILITIES = Set.of("unmovable", "movable", "reclaimable");
    private static final int[] GZIP = {0x1f, 0x8b};
    private static final int LONGEST_LINE = 200;
    private static final int SHOWN = 40;
    private static final int NONE = -1;

    private final Path file;
    private final Workload workload;
    private final Long2IntOpenHashMap live = new Long2IntOpenHashMap();
    /* What a complaint needs: the line that allocated a block, and the last one that freed an id. */
    private final IntArrayList allocatedIn = new IntArrayList();
    private final Long2IntOpenHashMap freedIn = new Long2IntOpenHashMap();
    private int line;

    private WorkloadReader(Path file) {
        this.file = file;
        this.workload = new Workload(file);
        live.defaultReturnValue(NONE);
        freedIn.defaultReturnValue(NONE);
    }

    /** @throws WorkloadException if the file cannot be read, or is no workload */
    public static Workload read(Path file) {
        return new WorkloadReader(file).read();
    }

    private Workload read() {
        if (!Files.exists(file)) {
            throw new WorkloadException(file, "does not exist");
        }
        if (Files.isDirectory(file)) {
            throw new WorkloadException(file, "is a directory");
        }
        if (!Files.isReadable(file)) {
            throw new WorkloadException(file, "cannot be read");
        }
        try (InputStream bytes = new BufferedInputStream(new FileInputStream(file.toFile()));
                BufferedReader text = new BufferedReader(new InputStreamReader(plain(bytes), StandardCharsets.ISO_8859_1))) {
            read(text);
        } catch (EOFException e) {
            throw new WorkloadException(file, line + 1, "the gzip file is cut short here");
        } catch (ZipException e) {
            throw new WorkloadException(file, line + 1, "the gzip file is damaged: " + e.getMessage());
        } catch (IOException e) {
            throw new WorkloadException(file, "cannot be read: " + e.getMessage());
        }
        return workload;
    }

    private InputStream plain(InputStream bytes) throws IOException {
        bytes.mark(GZIP.length);
        int first = bytes.read();
        int second = bytes.read();
        bytes.reset();
        if (first < 0) {
            throw new WorkloadException(file, "is empty");
        }
        if (first == GZIP[0] && second == GZIP[1]) {
            return new GZIPInputStream(bytes, 1 << 16);
        }
        if (file.toString().toLowerCase(Locale.ROOT).endsWith(".gz")) {
            throw new WorkloadException(file, "is not gzip, though its name says so");
        }
        return bytes;
    }

    private void read(BufferedReader text) throws IOException {
        String header = next(text);
        if (header == null) {
            throw new WorkloadException(file, "is empty");
        }
        line = 1;
        if (!header.equals(HEADER)) {
            throw refusal("the header `" + HEADER + "` is missing, here stands `" + shown(header) + "`");
        }
        for (String event = next(text); event != null; event = next(text)) {
            line++;
            event(event);
        }
        if (workload.size() == 0) {
            throw new WorkloadException(file, "has no events");
        }
    }

    /* Not BufferedReader's own: a file that is no workload may be one line of any length. */
    private String next(BufferedReader text) throws IOException {
        StringBuilder characters = new StringBuilder();
        for (int c = text.read(); c != '\n'; c = text.read()) {
            if (c < 0) {
                return characters.length() == 0 ? null : characters.toString();
            }
            if (characters.length() == LONGEST_LINE) {
                throw new WorkloadException(file, line + 1, "malformed, longer than any event can be: `"
                        + shown(characters.toString()) + "`");
            }
            characters.append((char) c);
        }
        int length = characters.length();
        return characters.substring(0, length > 0 && characters.charAt(length - 1) == '\r' ? length - 1 : length);
    }

    private void event(String text) {
        String[] fields = text.split(",", -1);
        if (fields.length == 1) {
            throw refusal("malformed, no event: `" + shown(text) + "`");
        }
        switch (fields[0]) {
            case "a" -> allocation(text, fields);
            case "f" -> release(text, fields);
            default -> throw refusal("unknown op=" + shown(fields[0]) + ", there are a and f");
        }
    }

    private void allocation(String text, String[] fields) {
        if (fields.length != 5) {
            throw refusal("malformed, `a` has five fields: `" + shown(text) + "`");
        }
        long id = number("id", fields[1], Long.MAX_VALUE);
        int order = (int) number("order", fields[2], Workload.MAX_ORDER);
        if (!MOBILITIES.contains(fields[3])) {
            throw refusal("mobility=" + shown(fields[3]) + " is none of unmovable, movable, reclaimable");
        }
        number("linux_pfn", fields[4], Long.MAX_VALUE);
        int before = live.get(id);
        if (before != NONE) {
            throw refusal("duplicate id=" + id + ", allocated in line=" + allocatedIn.getInt(before) + " and not freed since");
        }
        live.put(id, workload.allocate(order));
        allocatedIn.add(line);
    }

    private void release(String text, String[] fields) {
        if (fields.length != 2) {
            throw refusal("malformed, `f` has two fields: `" + shown(text) + "`");
        }
        long id = number("id", fields[1], Long.MAX_VALUE);
        int block = live.remove(id);
        if (block == NONE) {
            int before = freedIn.get(id);
            throw refusal("unknown id=" + id + " is freed" + (before == NONE ? ", it was never allocated"
                    : ", it was freed in line=" + before + " already"));
        }
        workload.free(block);
        freedIn.put(id, line);
    }

    private long number(String name, String text, long most) {
        if (text.isEmpty() || text.length() > 19 || !text.chars().allMatch(c -> c >= '0' && c <= '9')
                || text.length() == 19 && text.compareTo(String.valueOf(Long.MAX_VALUE)) > 0) {
            throw refusal("malformed, " + name + "=" + shown(text) + " is no number");
        }
        long number = Long.parseLong(text);
        if (number > most) {
            throw refusal(name + "=" + number + " is not within 0.." + most);
        }
        return number;
    }

    private WorkloadException refusal(String why) {
        return new WorkloadException(file, line, why);
    }

    /** A piece of the file that may be anything, fit for a terminal. */
    private static String shown(String text) {
        String printable = text.replaceAll("[^\\x20-\\x7e]", "?");
        return printable.length() <= SHOWN ? printable : printable.substring(0, SHOWN) + "...";
    }
}
