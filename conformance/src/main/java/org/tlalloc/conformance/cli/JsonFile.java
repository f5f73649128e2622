package org.tlalloc.conformance.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** A JSON file that a command leaves: whole, or not at all. */
final class JsonFile {
    private static final ObjectMapper MAPPER = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    /** Enough of a file to know it by. */
    private static final int BEGIN = 64;

    private final Path file;

    /**
     * @param file where it goes; null for nowhere
     * @throws Misuse if nothing can be written there, so that it is known before the work is done
     */
    JsonFile(Path file) {
        this.file = file;
        if (file != null) {
            Path folder = file.toAbsolutePath().getParent();
            if (file.toString().isEmpty()) {
                throw new Misuse("--json names no file");
            }
            if (Files.isDirectory(file)) {
                throw new Misuse("file=" + file + " is a directory");
            }
            if (!Files.isDirectory(folder)) {
                throw new Misuse("folder=" + folder + " does not exist");
            }
            if (!Files.isWritable(folder) || Files.exists(file) && !Files.isWritable(file)) {
                throw new Misuse("file=" + file + " cannot be written");
            }
            if (Files.exists(file) && !isOurs(file)) {
                throw new Misuse("file=" + file + " exists, and is not what --json writes: name another, or delete it");
            }
            WholeFile.tryOut(file);
        }
    }

    /* So that a slip costs nobody a workload, a model or the manifest. */
    private static boolean isOurs(Path file) {
        if (!Files.isRegularFile(file)) {
            return false;
        }
        try (InputStream in = Files.newInputStream(file)) {
            String begin = new String(in.readNBytes(BEGIN), StandardCharsets.UTF_8);
            return begin.isBlank() || begin.replaceAll("\\s", "").startsWith("{\"command\":");
        } catch (IOException e) {
            throw new Misuse("file=" + file + " cannot be read: " + e.getMessage());
        }
    }

    /** @throws Misuse if it cannot be written; what stood there before stands there still */
    void write(JsonNode content) {
        if (file == null) {
            return;
        }
        try {
            WholeFile.write(file, (MAPPER.writeValueAsString(content) + "\n").getBytes(StandardCharsets.UTF_8));
        } catch (JsonProcessingException e) {
            throw new Misuse("file=" + file + " cannot be written: " + e.getMessage());
        }
    }
}
