package org.tlalloc.model.graph;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateGraphFileTest {
    @TempDir
    private Path directory;
    private Path file;
    private byte[] bytes;

    @BeforeEach
    void write() throws IOException {
        file = directory.resolve("small.graph");
        Sketches.small().write(file, new Random(1));
        bytes = Files.readAllBytes(file);
    }

    private String refusal(byte[] damaged) throws IOException {
        Files.write(file, damaged);
        String message = assertThrows(GraphFormatException.class, () -> StateGraph.read(file)).getMessage();
        assertEquals(1, message.lines().count(), message);
        assertTrue(message.contains(file.toString()), message);
        return message;
    }

    @Test
    void shouldReadWhatWasWritten() throws IOException {
        assertEquals(Sketch.contents(Sketches.small().built(new Random(2))), Sketch.contents(StateGraph.read(file)));
    }

    @Test
    void shouldRefuseEveryChangedByte() throws IOException {
        for (int at = 0; at < bytes.length; at++) {
            byte[] damaged = bytes.clone();
            damaged[at] ^= (byte) (1 << at % Byte.SIZE);
            refusal(damaged);
        }
    }

    @Test
    void shouldRefuseEveryTruncation() throws IOException {
        for (int length = 0; length < bytes.length; length++) {
            refusal(Arrays.copyOf(bytes, length));
        }
    }

    @Test
    void shouldRefuseBytesBehindTheEnd() throws IOException {
        refusal(Arrays.copyOf(bytes, bytes.length + 1));
        byte[] twice = Arrays.copyOf(bytes, 2 * bytes.length);
        System.arraycopy(bytes, 0, twice, bytes.length, bytes.length);
        refusal(twice);
    }

    /* A checksum can be made to fit, by accident or intent: no damage may do more than be refused. */
    @Test
    void shouldSurviveEveryDamageThatHasARightChecksum() {
        assertTimeoutPreemptively(Duration.ofMinutes(1), () -> {
            int refused = 0;
            for (int at = 0; at < bytes.length - Long.BYTES; at++) {
                for (int value : new int[] {0, 0x7f, 0xff, bytes[at] ^ 1}) {
                    byte[] damaged = bytes.clone();
                    damaged[at] = (byte) value;
                    Files.write(file, sealed(damaged));
                    try {
                        StateGraph.read(file);
                    } catch (GraphFormatException e) {
                        refused++;
                    }
                }
            }
            assertTrue(refused > bytes.length, "refused=" + refused);
        });
    }

    private static byte[] sealed(byte[] damaged) {
        CRC32C sum = new CRC32C();
        sum.update(damaged, 0, damaged.length - Long.BYTES);
        ByteBuffer.wrap(damaged).order(ByteOrder.LITTLE_ENDIAN).putLong(damaged.length - Long.BYTES, sum.getValue());
        return damaged;
    }

    @Test
    void shouldRefuseCountsThatAreNotThoseOfItsEnd() throws IOException {
        byte[] damaged = bytes.clone();
        damaged[bytes.length - 16]++;
        assertTrue(refusal(sealed(damaged)).contains("transitions=5 where its end says 6"));
        damaged = bytes.clone();
        damaged[bytes.length - 24]++;
        assertTrue(refusal(sealed(damaged)).contains("states=4 where its end says 5"));
    }

    @Test
    void shouldSayThatThereIsNoFile() {
        assertThrows(NoSuchFileException.class, () -> StateGraph.read(directory.resolve("none")));
        assertThrows(GraphFormatException.class, () -> StateGraph.read(directory));
    }

    @Test
    void shouldPutNothingUnderItsNameBeforeItIsWhole() throws IOException {
        Path other = directory.resolve("other.graph");
        GraphHeader header = new GraphHeader("S", Map.of(), List.of("x"), List.of(), List.of());
        try (StateGraphWriter writer = new StateGraphWriter(other, header)) {
            writer.recorder().flush();
            assertFalse(Files.exists(other));
        }
        assertEquals(List.of("small.graph"), List.of(directory.toFile().list()));
    }

    @Test
    void shouldReplaceAFileOnlyByAWholeOne() throws IOException {
        GraphHeader header = new GraphHeader("S", Map.of(), List.of("x"), List.of(), List.of());
        new StateGraphWriter(file, header).close();
        assertEquals(Sketches.small().built(new Random(3)).digest(), StateGraph.read(file).digest());
        Sketch other = new Sketch(Map.of(), Sketches.small().initial(), List.of(), List.of());
        other.write(file, new Random(4));
        assertEquals(other.built(new Random(5)).digest(), StateGraph.read(file).digest());
    }
}
