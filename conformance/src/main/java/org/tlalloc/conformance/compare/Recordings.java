package org.tlalloc.conformance.compare;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.tlalloc.conformance.judge.Workload;
import org.tlalloc.conformance.judge.WorkloadReader;

/**
 * Recorded traffic, from a folder: {@code *.pages.csv.gz}, as {@link Workload} describes it, of which a
 * block of 2^order frames is a range; and {@code *.objects.csv.gz}, whose objects are put into slabs:
 *
 * <pre>
 *  op,id,cache,bytes_requested,bytes_allocated
 *  a,17,filp,184,192               an object of 192 bytes in the cache filp, to be known as 17
 *  f,17                            free what is known as 17
 * </pre>
 */
public final class Recordings {
    private static final String PAGES = ".pages.csv.gz";
    private static final String OBJECTS = ".objects.csv.gz";
    private static final String HEADER = "op,id,cache,bytes_requested,bytes_allocated";
    private static final int ALLOCATION_FIELDS = 5;
    private static final int SHOWN = 60;

    private Recordings() {
    }

    /**
     * All that are in the folder, by name.
     *
     * @throws ComparisonException if there are none, or one cannot be read
     */
    public static List<Traffic> in(Path folder) {
        if (!Files.isDirectory(folder)) {
            throw new ComparisonException("traces=" + folder + " is no folder");
        }
        try (Stream<Path> files = Files.list(folder)) {
            List<Traffic> found = new ArrayList<>();
            for (Path file : files.sorted().toList()) {
                String name = file.getFileName().toString();
                if (name.endsWith(PAGES)) {
                    found.add(pages(file, name.substring(0, name.length() - PAGES.length())));
                } else if (name.endsWith(OBJECTS)) {
                    found.add(objects(file, name.substring(0, name.length() - OBJECTS.length())));
                }
            }
            if (found.isEmpty()) {
                throw new ComparisonException("traces=" + folder + " has no *" + PAGES + " and no *" + OBJECTS);
            }
            return found;
        } catch (IOException e) {
            throw new ComparisonException("traces=" + folder + " cannot be read: " + e.getMessage(), e);
        }
    }

    private static Traffic pages(Path file, String name) {
        Workload workload = WorkloadReader.read(file);
        Script script = new Script();
        for (int event = 0; event < workload.size(); event++) {
            if (workload.isAllocation(event)) {
                script.ask(1 << workload.order(event));
            } else {
                script.end(workload.block(event));
            }
        }
        return new RecordedTraffic(name + "-pages", "recorded pages, a block of 2^order frames is a range", script);
    }

    private static Traffic objects(Path file, String name) throws IOException {
        RecordedSlabs slabs = new RecordedSlabs();
        int line = 1;
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.ISO_8859_1))) {
            if (!HEADER.equals(reader.readLine())) {
                throw new ComparisonException("file=" + file + " line=1: the header `" + HEADER + "` is missing");
            }
            for (String event = reader.readLine(); event != null; event = reader.readLine()) {
                line++;
                play(event, slabs);
            }
        } catch (IllegalArgumentException e) {
            throw e instanceof ComparisonException ? e : new ComparisonException("file=" + file + " line=" + line + ": " + e.getMessage(), e);
        } catch (IOException e) {
            throw new ComparisonException("file=" + file + " line=" + line + ": cannot be read: " + e.getMessage(), e);
        }
        if (slabs.script().size() == 0) {
            throw new ComparisonException("file=" + file + " has no events");
        }
        return new RecordedTraffic(name + "-slabs", "recorded objects, put into slabs of the fewest pages that hold 8 and leave a 16th over",
                slabs.script());
    }

    private static void play(String event, RecordedSlabs slabs) {
        String[] fields = event.split(",", -1);
        boolean allocation = fields.length == ALLOCATION_FIELDS && fields[0].equals("a");
        if (!allocation && !(fields.length == 2 && fields[0].equals("f"))) {
            throw new IllegalArgumentException("no event: `" + (event.length() > SHOWN ? event.substring(0, SHOWN) + "..." : event)
                    .replaceAll("[^\\x20-\\x7e]", "?") + "`");
        }
        long id = Long.parseLong(fields[1]);
        if (slabs.has(id) == allocation) {
            throw new IllegalArgumentException("id=" + id + (allocation ? " is allocated already" : " was never allocated, or freed already"));
        }
        if (allocation) {
            int bytes = Integer.parseInt(fields[ALLOCATION_FIELDS - 1]);
            if (bytes < 1) {
                throw new IllegalArgumentException("bytes_allocated=" + bytes + " is less than 1");
            }
            slabs.add(id, fields[2], bytes);
        } else {
            slabs.remove(id);
        }
    }
}
