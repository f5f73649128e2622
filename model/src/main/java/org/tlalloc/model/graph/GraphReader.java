package org.tlalloc.model.graph;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.zip.CRC32C;

/** Reads a graph file; see {@link StateGraphWriter} for its layout. */
final class GraphReader {
    private static final int TRAILER = 1 + 8 + 8 + 8;
    private static final int STATE_HEAD = 1 + 4 + 1 + 4;
    private static final int TRANSITIONS_HEAD = 1 + 4 + 4;
    private static final int TRANSITION = 4 + 4;

    private final Path file;
    private ByteBuffer bytes;
    private int states;
    private int[] initial = new int[4];
    private int initialCount;

    GraphReader(Path file) {
        this.file = file;
    }

    StateGraph read() throws IOException {
        if (!Files.exists(file)) {
            throw new NoSuchFileException(file.toString());
        }
        if (!Files.isRegularFile(file)) {
            throw damaged("it is not a file");
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            if (channel.size() < Long.BYTES + TRAILER) {
                throw damaged("it is too short, size=" + channel.size());
            }
            if (channel.size() > Integer.MAX_VALUE) {
                throw damaged("it is larger than 2 GiB, size=" + channel.size());
            }
            bytes = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size())
                    .order(ByteOrder.LITTLE_ENDIAN);
            return parse();
        }
    }

    private StateGraph parse() throws GraphFormatException {
        int end = bytes.limit() - TRAILER;
        if (bytes.getLong(0) != GraphHeader.MAGIC) {
            throw damaged("it is not a state graph of this version");
        }
        checkSum();
        if (bytes.get(end) != 'E') {
            throw damaged("its end is missing");
        }
        long stateCount = bytes.getLong(end + 1);
        long transitionCount = bytes.getLong(end + 9);
        try {
            byte[] head = new byte[atMost(end - Long.BYTES - Integer.BYTES, bytes.getInt(Long.BYTES), "header")];
            bytes.get(Long.BYTES + Integer.BYTES, head);
            GraphNames names = GraphNames.of(GraphHeader.decode(new Octets(head)));
            int records = Long.BYTES + Integer.BYTES + head.length;
            StateBytes read = new StateBytes(atMost((end - records) / STATE_HEAD, stateCount, "states"));
            readStates(records, end, read);
            RawGraph raw = new RawGraph(names, read, Arrays.copyOf(initial, initialCount));
            readTransitions(records, end, raw, transitionCount);
            return raw.canonical();
        } catch (IndexOutOfBoundsException | NegativeArraySizeException | ArithmeticException
                 | IllegalArgumentException e) {
            throw damaged("its records do not fit together (" + e.getMessage() + ")");
        }
    }

    private void checkSum() throws GraphFormatException {
        CRC32C sum = new CRC32C();
        sum.update(bytes.slice(0, bytes.limit() - Long.BYTES));
        if (sum.getValue() != bytes.getLong(bytes.limit() - Long.BYTES)) {
            throw damaged("its checksum is wrong, so it was cut short or changed");
        }
    }

    private void readStates(int from, int end, StateBytes into) throws GraphFormatException {
        byte[] buffer = new byte[256];
        for (int at = from; at < end;) {
            if (bytes.get(at) == 'S') {
                int number = bytes.getInt(at + 1);
                if (into.has(number)) {
                    throw damaged("a state stands twice, number=" + number);
                }
                if (bytes.get(at + 5) != 0) {
                    initial = initialCount == initial.length ? Arrays.copyOf(initial, 2 * initialCount) : initial;
                    initial[initialCount++] = number;
                }
                int length = length(at, end);
                buffer = length > buffer.length ? new byte[2 * length] : buffer;
                bytes.get(at + STATE_HEAD, buffer, 0, length);
                into.put(number, buffer, 0, length);
                states++;
                at += STATE_HEAD + length;
            } else {
                at += TRANSITIONS_HEAD + TRANSITION * count(at, end);
            }
        }
        if (states != into.count()) {
            throw damaged("states=" + states + " where its end says " + into.count());
        }
    }

    private void readTransitions(int from, int end, RawGraph raw, long expected) throws GraphFormatException {
        long count = 0;
        for (int pass = 0; pass < 2; pass++) {
            count = 0;
            for (int at = from; at < end;) {
                if (bytes.get(at) == 'S') {
                    at += STATE_HEAD + length(at, end);
                    continue;
                }
                int source = bytes.getInt(at + 1);
                int n = count(at, end);
                for (int i = 0; i < n; i++) {
                    if (pass == 0) {
                        raw.countTransition(source);
                    } else {
                        int step = at + TRANSITIONS_HEAD + TRANSITION * i;
                        raw.transition(source, bytes.getInt(step), bytes.getInt(step + Integer.BYTES));
                    }
                }
                count += n;
                at += TRANSITIONS_HEAD + TRANSITION * n;
            }
            if (pass == 0) {
                raw.allocate();
            }
        }
        if (count != expected) {
            throw damaged("transitions=" + count + " where its end says " + expected);
        }
    }

    /** The length of the state's bytes in the record that begins here. */
    private int length(int at, int end) throws GraphFormatException {
        return atMost(end - at - STATE_HEAD, bytes.getInt(at + 6), "length");
    }

    /** The number of transitions in the record that begins here. */
    private int count(int at, int end) throws GraphFormatException {
        if (bytes.get(at) != 'T') {
            throw damaged("no record begins at position=" + at);
        }
        return atMost((end - at - TRANSITIONS_HEAD) / TRANSITION, bytes.getInt(at + 5), "transitions");
    }

    /* A number that does not fit the file is damage, not a reason to make room or to go back. */
    private int atMost(int limit, long number, String what) throws GraphFormatException {
        if (number < 0 || number > limit) {
            throw damaged("its records do not fit together (" + what + "=" + number + ")");
        }
        return (int) number;
    }

    private GraphFormatException damaged(String why) {
        return new GraphFormatException("cannot read the state graph " + file + ": " + why);
    }
}
