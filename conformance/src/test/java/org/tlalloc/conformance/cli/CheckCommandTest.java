package org.tlalloc.conformance.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckCommandTest {
    private static final String COUNTER = """
            ---- MODULE Counter ----
            EXTENDS Naturals
            CONSTANT Limit
            VARIABLE count
            Init == count = 0
            Increment(step) == count + step <= Limit /\\ count' = count + step
            Reset == count = Limit /\\ count' = 0
            Call == \\E step \\in 1..2 : Increment(step)
            Environment == Reset
            Next == Call \\/ Environment
            vars == count
            Spec == Init /\\ [][Next]_vars
            SmallInv == count < Limit
            ====
            """;

    @TempDir
    Path folder;

    private Path model(String text, String config) throws IOException {
        Files.writeString(folder.resolve("Counter.tla"), text);
        return Files.writeString(folder.resolve("Counter.cfg"), config);
    }

    @Test
    void shouldCheckTheReadersOwnModel() throws IOException {
        Path config = model(COUNTER, "SPECIFICATION Spec\nCONSTANT Limit = 5\n");
        Path json = folder.resolve("out.json");
        Session session = Session.of("check", config.toString(), "--json", json.toString());
        assertEquals(0, session.exit(), session.out() + session.err());
        JsonNode found = new ObjectMapper().readTree(json.toFile()).path("models").path(0);
        assertEquals("Counter", found.path("name").asText());
        assertEquals("passes", found.path("result").asText());
        assertEquals(6, found.path("distinctStates").asLong());
        assertEquals(10, found.path("transitions").asLong());
        assertEquals(4, found.path("depth").asInt());
        assertEquals(32, found.path("digest").asText().length());
    }

    @Test
    void shouldTellACounterexampleAsAStory() throws IOException {
        Path config = model(COUNTER, "SPECIFICATION Spec\nCONSTANT Limit = 3\nINVARIANT SmallInv\n");
        Session session = Session.of("check", config.toString());
        assertEquals(1, session.exit());
        assertTrue(session.out().contains("invariant SmallInv does not hold in the last state"), session.out());
        assertTrue(session.out().contains("count: 0 -> "), session.out());
    }

    @Test
    void shouldOnlyWarnWhereTheReadersNextHasAnotherForm() throws IOException {
        Path config = model(COUNTER.replace("Call == \\E step \\in 1..2 : Increment(step)", "Call == Increment(1)"),
                "SPECIFICATION Spec\nCONSTANT Limit = 5\n");
        Session session = Session.of("check", config.toString());
        assertEquals(0, session.exit(), session.out() + session.err());
        assertTrue(session.out().contains("warning: module Counter, line 8"), session.out());
    }

    /* Whoever reads "agrees" must be able to rely on it that a contract, if there is one, was asked. */
    @Test
    void shouldSayWhetherTheReadersContractWasChecked() throws IOException {
        Files.writeString(folder.resolve("Abstract.tla"), "---- MODULE Abstract ----\nEXTENDS Naturals\nVARIABLE count\n"
                + "Init == count = 0\nvars == count\nIncrement(step) == count' > count\nReset == count' = 0\n"
                + "MayRefuseIncrement(step) == count + step > 5\n====\n");
        String refining = COUNTER.replace("====", "Contract == INSTANCE Abstract\n====");
        Session checked = checkWithJson(refining);
        assertEquals("Abstract", contract());
        assertTrue(checked.out().contains("Counter against Abstract"), checked.out());
        assertTrue(checked.out().contains("  agrees"), checked.out());
        for (String unchecked : new String[] {COUNTER, refining.replace("Contract ==", "Another =="),
                refining.replace("Call == \\E step \\in 1..2 : Increment(step)", "Call == Increment(1)")}) {
            Session session = checkWithJson(unchecked);
            assertEquals(null, contract());
            assertTrue(session.out().contains("passes, contract NOT checked"), session.out());
            assertTrue(session.out().contains("contract NOT checked=1"), session.out());
            assertTrue(session.out().contains("no contract checked: Counter"), session.out());
            assertFalse(session.out().contains("  agrees"), session.out());
        }
    }

    private Session checkWithJson(String module) throws IOException {
        Path config = model(module, "SPECIFICATION Spec\nCONSTANT Limit = 5\nCHECK_DEADLOCK FALSE\n");
        Session session = Session.of("check", config.toString(), "--json", folder.resolve("out.json").toString());
        assertEquals(0, session.exit(), session.out() + session.err());
        return session;
    }

    private String contract() throws IOException {
        return new ObjectMapper().readTree(folder.resolve("out.json").toFile()).path("models").path(0).path("contract").textValue();
    }

    @Test
    void shouldSayWhereTheReadersModelDoesNotParse() throws IOException {
        Path config = model(COUNTER.replace("count = 0", "count = = 0"), "SPECIFICATION Spec\nCONSTANT Limit = 5\n");
        Session session = Session.of("check", config.toString());
        assertEquals(2, session.exit());
        assertTrue(session.complaint().contains("module Counter, line 5, column"), session.err());
    }

    @Test
    void shouldNameAModuleThatIsMissing() throws IOException {
        Path config = model(COUNTER.replace("EXTENDS Naturals", "EXTENDS Naturals, SequencesExt"),
                "SPECIFICATION Spec\nCONSTANT Limit = 5\n");
        Session session = Session.of("check", config.toString());
        assertEquals(2, session.exit());
        assertTrue(session.complaint().contains("module SequencesExt is not found"), session.err());
        assertTrue(session.complaint().contains("--library"), session.err());
    }

    @Test
    void shouldFindModulesInLibraries() throws IOException {
        Path library = Files.createDirectory(folder.resolve("library"));
        Files.writeString(library.resolve("Steps.tla"), "---- MODULE Steps ----\nOne == 1\n====\n");
        Path config = model(COUNTER.replace("EXTENDS Naturals", "EXTENDS Naturals, Steps"),
                "SPECIFICATION Spec\nCONSTANT Limit = 5\n");
        assertEquals(2, Session.of("check", config.toString()).exit());
        assertEquals(0, Session.of("check", config.toString(), "--library", library.toString()).exit());
    }

    @Test
    void shouldRefuseAConfigurationWithoutItsModule() throws IOException {
        Path config = Files.writeString(folder.resolve("Alone.cfg"), "INIT Init\nNEXT Next\n");
        Session session = Session.of("check", config.toString());
        assertEquals(2, session.exit());
        assertTrue(session.complaint().contains("Alone.tla does not exist"), session.err());
    }

    @Test
    void shouldTellTheWayToWhereEvaluationFails() throws IOException {
        Path config = model(COUNTER.replace("count' = count + step", "count' = IF count < 2 THEN count + step ELSE 1 + {}"),
                "SPECIFICATION Spec\nCONSTANT Limit = 5\n");
        Session session = Session.of("check", config.toString(), "--workers", "1");
        assertEquals(2, session.exit());
        assertTrue(session.complaint().contains("module Counter, line 6"), session.err());
        assertTrue(session.out().startsWith("TLC cannot go on after this behaviour: module Counter, line 6"), session.out());
        assertTrue(session.out().contains("Increment(2)\n        count: 0 -> 2"), session.out());
    }

    @Test
    void shouldSayThatAFolderIsNoModel() throws IOException {
        Path config = Files.createDirectory(folder.resolve("Dir.cfg"));
        assertEquals("tlalloc: file=" + config + " is a folder", Session.of("check", config.toString()).complaint());
        assertEquals("tlalloc: file=" + folder + " is a folder", Session.of("replay", "Buddy", folder.toString()).complaint());
        Path assumption = model(COUNTER.replace("VARIABLE", "ASSUME Limit > 7\nVARIABLE"), "SPECIFICATION Spec\nCONSTANT Limit = 5\n");
        String out = Session.of("check", assumption.toString()).out();
        assertTrue(out.contains("\nthe assumption at line 4, col 8"), out);
    }

    @Test
    void shouldSayWhichModelIsNearest() {
        Session session = Session.of("check", "BudyHoles");
        assertEquals(2, session.exit());
        assertTrue(session.complaint().contains("did you mean BuddyHoles?"), session.err());
    }

    @Test
    void shouldShowHowABrokenModelThatIsNamedBreaks() {
        Session session = Session.of("check", "BuddyBrokenEarly");
        assertEquals(0, session.exit(), session.out());
        assertTrue(session.out().contains("Contract!Allocate does not allow the last step"), session.out());
        assertTrue(session.out().contains("refused, as it must be"), session.out());
    }

    @Test
    void shouldTakeAModelByItsConfiguration() {
        Session session = Session.of("check", Session.home().resolve("model/frame/MCFrameAllocationHoles.cfg").toString());
        assertEquals(0, session.exit(), session.out() + session.err());
        assertTrue(session.out().contains("FrameAllocationHoles"), session.out());
    }

    @Test
    void shouldUpdateTheManifestOfTheCheckoutAlone() throws IOException {
        Path home = checkout();
        Path manifest = home.resolve("model/manifest.json");
        String right = Files.readString(manifest);
        long transitions = Project.open(home).model("FrameAllocationHoles").expect().transitions();
        Files.writeString(manifest, right.replace("\"transitions\": " + transitions + ",", "\"transitions\": 12345678,"));
        System.setProperty("tlalloc.home", home.toString());
        try {
            Session before = Session.of("check", "FrameAllocationHoles");
            assertEquals(1, before.exit());
            assertTrue(before.out().contains("transitions: expected 12345678, got " + transitions), before.out());
            Session update = Session.of("check", "FrameAllocationHoles", "--update");
            assertEquals(0, update.exit(), update.err());
            assertTrue(update.out().contains("changed models=1"), update.out());
        } finally {
            System.clearProperty("tlalloc.home");
        }
        assertEquals(right, Files.readString(manifest));
    }

    /** A copy of the specifications and models, so that they can be written to. */
    private Path checkout() throws IOException {
        Path home = Files.createDirectory(folder.resolve("home"));
        for (String part : new String[] {"spec/frame", "model/frame"}) {
            Path to = Files.createDirectories(home.resolve(part));
            try (Stream<Path> files = Files.list(Session.home().resolve(part))) {
                for (Path file : files.toList()) {
                    Files.copy(file, to.resolve(file.getFileName()));
                }
            }
        }
        Files.copy(Session.home().resolve("model/manifest.json"), home.resolve("model/manifest.json"));
        return home;
    }

    @Test
    void shouldRefuseToUpdateFromAnotherRelease() {
        Session session = Session.of("check", "--update", "--tla2tools", "some.jar");
        assertEquals(2, session.exit());
        assertTrue(session.complaint().contains("--update"), session.err());
    }

    @Test
    void shouldRefuseNumbersOfWorkersThatMakeNoSense() {
        assertTrue(Session.of("check", "Buddy", "--workers", "0").complaint().contains("workers=0"));
        assertTrue(Session.of("check", "Buddy", "--workers", "many").complaint().contains("--workers"));
    }

    @Test
    void shouldSayThatAJarHoldsNoTools() throws IOException {
        Path jar = Files.writeString(folder.resolve("no.jar"), "nothing");
        Session session = Session.of("check", "Buddy", "--tla2tools", jar.toString());
        assertEquals(2, session.exit());
        assertTrue(session.complaint().contains("is no jar"), session.err());
    }

    @Test
    void shouldKnowBeforeTheWorkThatAFileCannotBeWritten() {
        Session session = Session.of("check", "Buddy", "--json", folder.resolve("none/out.json").toString());
        assertEquals(2, session.exit());
        assertTrue(session.complaint().contains("does not exist"), session.err());
        assertFalse(session.out().contains("Buddy"), session.out());
    }
}
