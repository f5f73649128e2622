package org.tlalloc.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tlalloc.model.graph.ActionInstance;
import org.tlalloc.model.graph.ActionSignature;
import org.tlalloc.model.graph.StateGraph;
import org.tlalloc.model.graph.StepKind;
import org.tlalloc.model.value.Value;

class ManifestTest {
    private static final String TEXT = """
            {
              "comment": "kept",
              "models": [
                {
                  "name": "One", "spec": "Spec", "module": "frame/MCOne.tla", "config": "frame/MCOne.cfg",
                  "full": false, "replay": true, "note": "kept too",
                  "expect": {"result": "passes", "distinctStates": 7, "transitions": 8, "depth": 9, "digest": "ab"}
                },
                {
                  "name": "Two", "spec": "Spec", "module": "frame/MCOne.tla", "config": "frame/MCTwo.cfg",
                  "full": true, "replay": true, "subject": "Other",
                  "expect": {"result": "passes", "distinctStates": 1, "transitions": 2, "depth": 3, "digest": null}
                },
                {
                  "name": "OneBroken", "spec": "Spec", "module": "frame/MCOne.tla", "config": "frame/MCThree.cfg",
                  "expect": {"result": "violates FooInv"}
                }
              ]
            }
            """;

    @TempDir
    private Path home;
    private Path file;

    @BeforeEach
    void write() throws IOException {
        Files.createDirectories(home.resolve("model/frame"));
        Files.createDirectories(home.resolve("spec/frame"));
        Files.createDirectories(home.resolve("spec/target"));
        Files.writeString(home.resolve("spec/frame/Spec.tla"), "");
        file = Files.writeString(home.resolve("model/manifest.json"), TEXT);
    }

    private Catalogue catalogue() throws IOException {
        return Catalogue.at(home);
    }

    private static StateGraph graph() {
        ActionInstance step = new ActionInstance(new ActionSignature("Step", StepKind.CALL, List.of(), false), List.of(), null);
        return new StateGraph.Builder("Spec").initial(Map.of("x", Value.of(0)))
                .transition(Map.of("x", Value.of(0)), step, Map.of("x", Value.of(1))).build();
    }

    private static CheckResult result(CheckResult.Outcome outcome, String violated) {
        return new CheckResult(outcome, violated, null, 2, 1, 0.1, null, List.of(), "Abstract");
    }

    @Test
    void shouldReadItsModels() throws IOException {
        List<ModelEntry> models = catalogue().models();
        assertEquals(new ModelEntry("One", "Spec", "frame/MCOne.tla", "frame/MCOne.cfg", false, true, "Spec",
                new Expectation("passes", 7, 8, 9, "ab", null)), models.get(0));
        assertEquals("Other", models.get(1).subject());
        assertTrue(models.get(1).full());
        assertNull(models.get(1).expect().digest());
        assertNull(models.get(2).subject());
        assertFalse(models.get(2).replay());
        assertEquals("FooInv", models.get(2).expect().violated());
        assertEquals("frame", models.get(0).folder());
    }

    @Test
    void shouldKnowWhereThingsAre() throws IOException {
        Catalogue catalogue = catalogue();
        assertEquals(List.of(home.resolve("spec/frame")), catalogue.libraries());
        ModelEntry model = catalogue.model("One");
        assertEquals(home.resolve("model/frame/MCOne.tla"), catalogue.module(model));
        CheckRequest request = catalogue.request(model);
        assertEquals(home.resolve("model/frame/MCOne.cfg"), request.config());
        assertEquals("Spec", request.spec());
        assertTrue(request.refinement());
        assertFalse(catalogue.request(catalogue.model("OneBroken")).refinement());
    }

    @ParameterizedTest
    @CsvSource({"Ones, One", "TOW, Two", "OneBrken, OneBroken", "MCTw, Two"})
    void shouldSuggestTheNearestName(String typed, String nearest) throws IOException {
        Catalogue catalogue = catalogue();
        String message = assertThrows(IllegalArgumentException.class, () -> catalogue.model(typed)).getMessage();
        assertEquals("unknown model=" + typed + ": did you mean " + nearest + "? (`tlalloc list` shows all)", message);
    }

    @Test
    void shouldKnowAModelWithAndWithoutItsPrefix() throws IOException {
        assertEquals(catalogue().model("Two"), catalogue().model("MCTwo"));
    }

    @Test
    void shouldPutWhatWasFoundInPlaceOfWhatStoodThere() throws IOException {
        Catalogue catalogue = catalogue();
        JsonNode before = new ObjectMapper().readTree(TEXT);
        catalogue.update(List.of(new ModelRun(catalogue.model("Two"), result(CheckResult.Outcome.PASSED, null), graph()).asEntry()));
        JsonNode after = new ObjectMapper().readTree(file.toFile());
        assertEquals("{\"result\":\"passes\",\"distinctStates\":2,\"transitions\":1,\"depth\":2,\"digest\":\""
                + graph().digest() + "\",\"contract\":\"Abstract\"}", after.path("models").path(1).path("expect").toString());
        assertEquals(before.path("models").path(0), after.path("models").path(0));
        assertEquals(before.path("models").path(2), after.path("models").path(2));
        assertEquals(before.path("comment"), after.path("comment"));
        assertEquals(List.of("frame", "manifest.json"), Stream.of(home.resolve("model").toFile().list()).sorted().toList());
        assertEquals(List.of(), new ModelRun(catalogue().model("Two"), result(CheckResult.Outcome.PASSED, null), graph())
                .disagreements());
    }

    @Test
    void shouldDropCountsWhereAModelIsRefusedNow() throws IOException {
        Catalogue catalogue = catalogue();
        catalogue.update(List.of(new ModelRun(catalogue.model("One"), result(CheckResult.Outcome.VIOLATED, "BarInv"), null).asEntry()));
        JsonNode expect = new ObjectMapper().readTree(file.toFile()).path("models").path(0).path("expect");
        assertEquals("{\"result\":\"violates BarInv\"}", expect.toString());
    }

    /* Twice the same is the same text: a change shows in review, and nothing else does. */
    @Test
    void shouldWriteTheSameTextAgain() throws IOException {
        Catalogue catalogue = catalogue();
        ModelRun run = new ModelRun(catalogue.model("One"), result(CheckResult.Outcome.PASSED, null), graph());
        catalogue.update(List.of(run.asEntry()));
        String once = Files.readString(file);
        Catalogue.at(home).update(List.of(run.asEntry()));
        assertEquals(once, Files.readString(file));
    }

    @Test
    void shouldHaveTheFormatThatUpdateWrites() throws IOException {
        Path real = Checkout.home().resolve("model/manifest.json");
        Files.copy(real, file, StandardCopyOption.REPLACE_EXISTING);
        catalogue().update(List.of());
        assertEquals(Files.readString(real), Files.readString(file));
    }

    @Test
    void shouldLeaveTheFileAsItWasWhereItCannotBeWritten() throws IOException {
        Catalogue catalogue = catalogue();
        // Where the new text would go stands a folder, which is in the way.
        Files.createDirectories(home.resolve("model/manifest.json.part/full"));
        assertThrows(IOException.class, () -> catalogue.update(List.of()));
        assertEquals(TEXT, Files.readString(file));
    }

    @Test
    void shouldSayWhereAModelDisagrees() throws IOException {
        ModelEntry one = catalogue().model("One");
        assertEquals(List.of("distinctStates: expected 7, got 2", "transitions: expected 8, got 1",
                "depth: expected 9, got 2", "digest: expected ab, got " + graph().digest(), "contract: expected null, got Abstract"),
                new ModelRun(one, result(CheckResult.Outcome.PASSED, null), graph()).disagreements());
        assertEquals(List.of("result: expected `passes`, got `violates BarInv`"),
                new ModelRun(one, result(CheckResult.Outcome.VIOLATED, "BarInv"), null).disagreements());
        assertTrue(new ModelRun(catalogue().model("OneBroken"), result(CheckResult.Outcome.VIOLATED, "FooInv"), null).agrees());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '!', quoteCharacter = '~', value = {
        "\"models\": [! line=3 is no JSON: ",
        "\"name\": \"Two\"! has two models of name=One",
        "\"result\": \"passes\"! model=One: result=fine is neither",
        "\"spec\": \"Spec\"! model=One lacks spec",
        "\"models\"! has no models",
    })
    void shouldSayWhatIsWrongWithAManifest(String part, String message) throws IOException {
        String replacement = switch (part) {
            case "\"models\": [" -> "\"models\": }";
            case "\"name\": \"Two\"" -> "\"name\": \"One\"";
            case "\"result\": \"passes\"" -> "\"result\": \"fine\"";
            case "\"spec\": \"Spec\"" -> "\"spec\": 1";
            default -> "\"others\"";
        };
        Files.writeString(file, TEXT.replaceFirst(Pattern.quote(part), replacement));
        String found = assertThrows(IOException.class, this::catalogue).getMessage();
        assertTrue(found.startsWith("file=" + file), found);
        assertTrue(found.contains(message.strip()), found);
        assertEquals(1, found.lines().count(), found);
    }

    @Test
    void shouldSayThatThereIsNoManifest() throws IOException {
        Files.delete(file);
        assertEquals("file=" + file + " cannot be read", assertThrows(IOException.class, this::catalogue).getMessage());
    }
}
