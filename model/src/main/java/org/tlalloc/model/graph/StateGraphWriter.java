package org.tlalloc.model.graph;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;

/**
 * Streams a state graph to a file while it is being found.
 *
 * <p>Each thread writes through a {@link Recorder} of its own. Nothing stands
 * under the file's name until {@link #commit()}: the bytes go to a file beside it,
 * which is renamed at the end, or deleted by {@link #close()} if there was no
 * commit. Depends on the JDK alone, since a copy of it runs beside TLC.
 *
 * <pre>
 *  magic 8 | length 4, header | record... | 'E' states 8 transitions 8 | CRC-32C of all before 8
 *
 *  state        'S' number 4 | initial 1 | length 4 | canonical bytes of the variables' values
 *  transitions  'T' from 4   | count 4   | (instance 4, to 4)...
 * </pre>
 */
public final class StateGraphWriter implements Closeable {
    private static final int FLUSH = 1 << 16;

    private final Path target;
    private final Path beside;
    private final FileChannel channel;
    private final CRC32C checksum = new CRC32C();
    private long states;
    private long transitions;
    private boolean committed;

    public StateGraphWriter(Path target, GraphHeader header) throws IOException {
        this.target = target.toAbsolutePath();
        this.beside = this.target.resolveSibling(this.target.getFileName() + ".part");
        this.channel = FileChannel.open(beside, StandardOpenOption.CREATE,
                StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE);
        Octets head = new Octets();
        head.int64(GraphHeader.MAGIC);
        head.block(header.encoded());
        write(head);
    }

    /** A recorder for the calling thread. */
    public Recorder recorder() {
        return new Recorder();
    }

    /** States written so far by flushed recorders. */
    public synchronized long states() {
        return states;
    }

    public synchronized long transitions() {
        return transitions;
    }

    /** Ends the file and gives it its name. All recorders must have been flushed. */
    public synchronized void commit() throws IOException {
        Octets end = new Octets();
        end.int8('E');
        end.int64(states);
        end.int64(transitions);
        write(end);
        Octets sum = new Octets();
        sum.int64(checksum.getValue());
        write(sum);
        channel.close();
        Files.move(beside, target, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        committed = true;
    }

    /** Deletes what was written, unless it was committed. */
    @Override
    public synchronized void close() throws IOException {
        channel.close();
        if (!committed) {
            Files.deleteIfExists(beside);
        }
    }

    private synchronized void append(Octets records, long newStates, long newTransitions) {
        try {
            write(records);
            states += newStates;
            transitions += newTransitions;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void write(Octets octets) throws IOException {
        checksum.update(octets.buffer(), 0, octets.length());
        ByteBuffer bytes = ByteBuffer.wrap(octets.buffer(), 0, octets.length());
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    /** One thread's part of the writing. */
    public final class Recorder {
        private final Octets records = new Octets();
        private final Octets steps = new Octets();
        private int from = -1;
        private int count;
        private long newStates;
        private long newTransitions;

        /** Records a state; every state once, under numbers from 0 without gaps. */
        public void state(int number, boolean initial, byte[] encoded, int length) {
            records.int8('S');
            records.int32(number);
            records.int8(initial ? 1 : 0);
            records.int32(length);
            records.raw(encoded, length);
            newStates++;
            if (records.length() > FLUSH) {
                flushRecords();
            }
        }

        /** Records a transition; those from one state are best given one after another. */
        public void transition(int source, int instance, int to) {
            if (source != from) {
                endSource();
                from = source;
            }
            steps.int32(instance);
            steps.int32(to);
            count++;
        }

        /** Hands everything over to the file. */
        public void flush() {
            endSource();
            flushRecords();
        }

        private void endSource() {
            if (count > 0) {
                records.int8('T');
                records.int32(from);
                records.int32(count);
                records.raw(steps.buffer(), steps.length());
                newTransitions += count;
            }
            steps.clear();
            count = 0;
            from = -1;
            if (records.length() > FLUSH) {
                flushRecords();
            }
        }

        private void flushRecords() {
            append(records, newStates, newTransitions);
            records.clear();
            newStates = 0;
            newTransitions = 0;
        }
    }
}
