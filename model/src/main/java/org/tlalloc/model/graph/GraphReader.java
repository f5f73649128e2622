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
            byte[] head = new byte[bytes.getInt(Long.BYTES)];
            bytes.get(Long.BYTES + Integer.BYTES, head);
            GraphNames names = GraphNames.of(GraphHeader.decode(new Octets(head)));
            StateBytes read = new StateBytes(Math.toIntExact(stateCount));
            int records = Long.BYTES + Integer.BYTES + head.length;
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
                int length = bytes.getInt(at + 6);
                buffer = length > buffer.length ? new byte[2 * length] : buffer;
                bytes.get(at + 10, buffer, 0, length);
                into.put(number, buffer, 0, length);
                states++;
                at += 10 + length;
            } else {
                at += 9 + 8 * bytes.getInt(at + 5);
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
                    at += 10 + bytes.getInt(at + 6);
                    continue;
                }
                int source = bytes.getInt(at + 1);
                int n = bytes.getInt(at + 5);
                for (int i = 0; i < n; i++) {
                    if (pass == 0) {
                        raw.countTransition(source);
                    } else {
                        raw.transition(source, bytes.getInt(at + 9 + 8 * i), bytes.getInt(at + 13 + 8 * i));
                    }
                }
                count += n;
                at += 9 + 8 * n;
            }
            if (pass == 0) {
                raw.allocate();
            }
        }
        if (count != expected) {
            throw damaged("transitions=" + count + " where its end says " + expected);
        }
    }

    private GraphFormatException damaged(String why) {
        return new GraphFormatException("cannot read the state graph " + file + ": " + why);
    }
}
