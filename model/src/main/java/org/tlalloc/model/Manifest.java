package org.tlalloc.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** {@code manifest.json}: the models, and what each is known to do. */
final class Manifest {
    private final Path file;
    private final JsonNode root;
    private final List<ModelEntry> entries = new ArrayList<>();

    private Manifest(Path file, JsonNode root) {
        this.file = file;
        this.root = root;
    }

    static Manifest read(Path file) throws IOException {
        if (!Files.isReadable(file)) {
            throw new IOException("file=" + file + " cannot be read");
        }
        JsonNode root;
        try {
            root = new ObjectMapper().readTree(file.toFile());
        } catch (JsonProcessingException e) {
            throw new IOException("file=" + file + " line=" + e.getLocation().getLineNr() + " is no JSON: "
                    + e.getOriginalMessage());
        }
        Manifest manifest = new Manifest(file, root);
        Set<String> names = new HashSet<>();
        for (JsonNode node : root.path("models")) {
            ModelEntry entry = manifest.entry(node);
            if (!names.add(entry.name())) {
                throw new IOException("file=" + file + " has two models of name=" + entry.name());
            }
            manifest.entries.add(entry);
        }
        if (names.isEmpty()) {
            throw new IOException("file=" + file + " has no models");
        }
        return manifest;
    }

    List<ModelEntry> entries() {
        return List.copyOf(entries);
    }

    private ModelEntry entry(JsonNode node) throws IOException {
        String name = text(node, "name", "a model");
        String spec = text(node, "spec", name);
        boolean replay = node.path("replay").asBoolean();
        String subject = replay ? node.path("subject").asText(spec) : null;
        JsonNode expect = node.path("expect");
        String result = text(expect, "result", name);
        if (!result.equals(Expectation.PASSES) && !result.startsWith(Expectation.VIOLATES)) {
            throw new IOException("file=" + file + " model=" + name + ": result=" + result
                    + " is neither \"passes\" nor \"violates NAME\"");
        }
        return new ModelEntry(name, spec, text(node, "module", name), text(node, "config", name),
                node.path("full").asBoolean(), replay, subject,
                new Expectation(result, expect.path("distinctStates").asLong(), expect.path("transitions").asLong(),
                        expect.path("depth").asInt(), expect.path("digest").asText(null),
                        expect.path("contract").asText(null)));
    }

    private String text(JsonNode node, String field, String of) throws IOException {
        JsonNode value = node.path(field);
        if (!value.isTextual()) {
            throw new IOException("file=" + file + " model=" + of + " lacks " + field);
        }
        return value.asText();
    }

    /** Writes what was found for these models in place of what stood there; the rest stays as it is. */
    void update(List<ModelEntry> found) throws IOException {
        for (ModelEntry entry : found) {
            for (JsonNode node : root.path("models")) {
                if (node.path("name").asText().equals(entry.name())) {
                    put((ObjectNode) node.path("expect"), entry.expect());
                }
            }
        }
        DefaultPrettyPrinter printer = new DefaultPrettyPrinter(Separators.createDefaultInstance()
                .withObjectFieldValueSpacing(Separators.Spacing.AFTER));
        DefaultIndenter indenter = new DefaultIndenter("  ", "\n");
        printer.indentArraysWith(indenter);
        printer.indentObjectsWith(indenter);
        String text = new ObjectMapper().writer(printer).writeValueAsString(root) + "\n";
        Path beside = file.resolveSibling(file.getFileName() + ".part");
        try {
            Files.writeString(beside, text);
            Files.move(beside, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(beside);
        }
    }

    private static void put(ObjectNode node, Expectation expect) {
        node.put("result", expect.result());
        if (expect.passes()) {
            node.put("distinctStates", expect.distinctStates());
            node.put("transitions", expect.transitions());
            node.put("depth", expect.depth());
            node.put("digest", expect.digest());
            if (expect.contract() == null) {
                node.remove("contract");
            } else {
                node.put("contract", expect.contract());
            }
        } else {
            node.remove(List.of("distinctStates", "transitions", "depth", "digest", "contract"));
        }
    }
}
