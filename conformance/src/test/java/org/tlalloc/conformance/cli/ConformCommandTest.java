package org.tlalloc.conformance.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConformCommandTest {
    /** First fit over an array, the simplest that the contract allows. */
    private static final String FIRST_FIT = """
            import java.util.Arrays;
            import java.util.Set;

            public class FirstFit {
                private final int frameCount;
                private final int maxOrder;
                private final int[] allocated;
                private final boolean[] taken;

                public FirstFit(int frameCount, int maxOrder, Set<Integer> reserved) {
                    this.frameCount = frameCount;
                    this.maxOrder = maxOrder;
                    allocated = new int[frameCount];
                    Arrays.fill(allocated, -1);
                    taken = new boolean[frameCount];
                    reserved.forEach(frame -> taken[frame] = true);
                }

                public int allocate(int order) {
                    if (order < 0 || order > maxOrder) {
                        throw new IllegalArgumentException("order=" + order);
                    }
                    for (int frame = 0; frame + (1 << order) <= frameCount; frame += 1 << order) {
                        if (fits(frame, 1 << order)) {
                            Arrays.fill(taken, frame, frame + (1 << order), true);
                            allocated[frame] = order;
                            return frame;
                        }
                    }
                    return -1;
                }

                private boolean fits(int frame, int size) {
                    for (int i = frame; i < frame + size; i++) {
                        if (taken[i]) {
                            return false;
                        }
                    }
                    return true;
                }

                public void free(int frame, int order) {
                    if (order < 0 || frame < 0 || frame >= frameCount || allocated[frame] != order) {
                        throw new IllegalArgumentException("frame=" + frame + " order=" + order);
                    }
                    allocated[frame] = -1;
                    Arrays.fill(taken, frame, frame + (1 << order), false);
                }

                public int[] allocated() {
                    return allocated;
                }
            }
            """;

    @TempDir
    Path folder;

    private Path compiled(String source) throws IOException {
        Path file = Files.writeString(folder.resolve("FirstFit.java"), source);
        Path out = Files.createDirectories(folder.resolve("out"));
        assertEquals(0, ToolProvider.getSystemJavaCompiler().run(null, null, null, "-d", out.toString(), file.toString()));
        return out;
    }

    @Test
    void shouldAcceptTheReadersOwnAllocator() throws IOException {
        Path json = folder.resolve("out.json");
        Session session = Session.of("conform", "BlockAllocation", "BlockAllocationHoles", "--subject", "FirstFit",
                "--classpath", compiled(FIRST_FIT).toString(), "--json", json.toString());
        assertEquals(0, session.exit(), session.out() + session.err());
        JsonNode found = new ObjectMapper().readTree(json.toFile()).path("models").path(0).path("conformance");
        assertEquals("FirstFit", found.path("subject").asText());
        assertEquals(677, found.path("productStates").asLong());
        assertEquals(5361, found.path("transitions").asLong());
        assertTrue(found.path("refusedCalls").asLong() > 0);
        assertTrue(found.path("unexhibited").asLong() > 0);
        assertFalse(found.path("upToRenaming").asBoolean(true));
        assertEquals(0, found.path("divergences").size());
    }

    @Test
    void shouldSayThatStatesAreToldApartUpToRenaming() throws IOException {
        Path json = folder.resolve("out.json");
        Session session = Session.of("conform", "Avl", "--json", json.toString());
        assertEquals(0, session.exit(), session.out() + session.err());
        assertTrue(session.out().contains("  agrees up to renaming of pool slots\n"), session.out());
        JsonNode found = new ObjectMapper().readTree(json.toFile()).path("models").path(0).path("conformance");
        assertTrue(found.path("upToRenaming").asBoolean());
        // The empty tree is there twice: before and after its first slots are carved.
        assertEquals(2707, found.path("productStates").asLong());
        assertTrue(found.path("renamed").asLong() > 2600 && found.path("renamed").asLong() <= 2707, found.toString());
        assertTrue(found.path("transitions").asLong() > 48_708);
    }

    @Test
    void shouldTellHowItDiverges() throws IOException {
        Path json = folder.resolve("out.json");
        String wrong = FIRST_FIT.replace("Arrays.fill(taken, frame, frame + (1 << order), false);", "taken[frame] = false;");
        Session session = Session.of("conform", "BlockAllocation", "--subject", "FirstFit", "--classpath",
                compiled(wrong).toString(), "--json", json.toString());
        assertEquals(1, session.exit(), session.err());
        assertTrue(session.out().contains("DISAGREES"), session.out());
        assertTrue(session.out().contains("The clause that says no:"), session.out());
        assertTrue(session.out().contains("module BlockAllocation, line"), session.out());
        assertTrue(session.out().contains("@Test"), session.out());
        assertTrue(session.out().contains("U allocated, blank free or reserved"), session.out());
        JsonNode divergence = new ObjectMapper().readTree(json.toFile()).path("models").path(0).path("conformance")
                .path("divergences").path(0);
        assertEquals("ANSWER", divergence.path("kind").asText());
    }

    @Test
    void shouldSayThatAnAnswerIsOfAnotherType() throws IOException {
        String text = FIRST_FIT.replace("public int allocate", "public String allocate").replace("return frame;", "return \"\" + frame;")
                .replace("return -1;", "return \"none\";");
        Session session = Session.of("conform", "BlockAllocation", "--subject", "FirstFit", "--classpath", compiled(text).toString());
        assertEquals(1, session.exit(), session.err());
        assertTrue(session.out().contains("actual    it answers \"0\""), session.out());
        assertTrue(session.out().contains("result = \"0\" is not in Frame"), session.out());
    }

    /* TLC cannot compare such a state with its own, and so has no clause; the divergence is told all the same. */
    @Test
    void shouldSayThatAVariableIsOfAnotherType() throws IOException {
        String text = FIRST_FIT.replace("public int[] allocated() {", "public java.util.List<String> allocated() {")
                .replace("return allocated;", "return Arrays.stream(allocated).mapToObj(order -> order < 0 ? \"\" : \"\" + order).toList();");
        Session session = Session.of("conform", "BlockAllocation", "--subject", "FirstFit", "--classpath", compiled(text).toString());
        assertEquals(1, session.exit(), session.err());
        assertEquals("", session.err());
        String late = FIRST_FIT.replace("public int[] allocated() {", "public Object allocated() {")
                .replace("return allocated;", "return taken[0] ? (Object) \"full\" : allocated;");
        Session second = Session.of("conform", "BlockAllocation", "--subject", "FirstFit", "--classpath", compiled(late).toString());
        assertEquals(1, second.exit(), second.err());
        assertEquals("", second.err());
    }

    @Test
    void shouldNotTakeAMissingClassForACrash() throws IOException {
        String needy = FIRST_FIT.replace("private boolean fits(", "static class Needed { static int one() { return 1; } }\n private boolean fits(")
                .replace("return -1;", "return -Needed.one();");
        Path out = compiled(needy);
        Files.delete(out.resolve("FirstFit$Needed.class"));
        Session session = Session.of("conform", "BlockAllocation", "--subject", "FirstFit", "--classpath", out.toString());
        assertEquals(2, session.exit(), session.out());
        assertTrue(session.complaint().contains("FirstFit needs a class that the class path lacks"), session.err());
        Path workload = Files.writeString(folder.resolve("w.csv"), "op,id,order,mobility,linux_pfn\na,1,1,movable,0\na,2,1,movable,0\n");
        Session judged = Session.of("judge", workload.toString(), "--frames", "2", "--allocator", "FirstFit", "--classpath", out.toString());
        assertEquals(2, judged.exit(), judged.out());
        assertTrue(judged.complaint().contains("needs a class that the class path lacks"), judged.err());
    }

    /* What the machine lacks is no fault of the class. */
    @Test
    void shouldNotTakeWantOfMemoryForADivergence() throws IOException {
        String hungry = FIRST_FIT.replace("return allocated;", "return new int[Integer.MAX_VALUE];");
        Session session = Session.of("conform", "BlockAllocation", "--subject", "FirstFit", "--classpath", compiled(hungry).toString());
        assertEquals(2, session.exit(), session.out());
        assertTrue(session.complaint().contains("out of memory"), session.err());
    }

    @Test
    void shouldSayThatItBeginsWrongly() throws IOException {
        String wrong = FIRST_FIT.replace("Arrays.fill(allocated, -1);", "Arrays.fill(allocated, 0);");
        Session session = Session.of("conform", "BlockAllocation", "--subject", "FirstFit", "--classpath", compiled(wrong).toString());
        assertEquals(1, session.exit(), session.err());
        assertTrue(session.out().contains("Calls, as few as can be:\n      none: it is so from the beginning\n"), session.out());
    }

    @Test
    void shouldNameTheActionThatAClassLacks() throws IOException {
        Path out = compiled(FIRST_FIT.replace("public void free(", "public void release("));
        Session session = Session.of("conform", "BlockAllocation", "--subject", "FirstFit", "--classpath", out.toString());
        assertEquals(2, session.exit());
        assertTrue(session.complaint().contains("public void free(int frame, int order)"), session.err());
    }

    @Test
    void shouldSayThatAClassIsNotThere() throws IOException {
        Session session = Session.of("conform", "BlockAllocation", "--subject", "Nowhere", "--classpath", folder.toString());
        assertEquals(2, session.exit());
        assertTrue(session.complaint().contains("class=Nowhere is not found in classpath="), session.err());
        Session noFolder = Session.of("conform", "BlockAllocation", "--subject", "Nowhere", "--classpath", "/none");
        assertTrue(noFolder.complaint().contains("classpath=/none does not exist"), noFolder.err());
    }

    @Test
    void shouldAskForModelsWhereTheClassIsNamedAfterNone() throws IOException {
        Session session = Session.of("conform", "--subject", "FirstFit", "--classpath", compiled(FIRST_FIT).toString());
        assertEquals(2, session.exit());
        assertTrue(session.complaint().contains("name the models"), session.err());
    }

    @Test
    void shouldFindOursByTheirSimpleNames() {
        Session session = Session.of("conform", "BuddyRagged", "--subject", "BuddyMostRecentFirst");
        assertEquals(0, session.exit(), session.out() + session.err());
    }

    @Test
    void shouldRefuseToReplayABrokenModel() {
        Session session = Session.of("conform", "BuddyBrokenEarly");
        assertEquals(2, session.exit());
        assertTrue(session.complaint().contains("broken on purpose"), session.err());
    }

    @Test
    void shouldSayWhichModelsAreNotReplayed() throws IOException {
        Session contract = Session.of("conform", "FrameAllocation");
        assertEquals(2, contract.exit());
        assertTrue(contract.complaint().contains("has no subject of ours") && contract.complaint().contains("--subject"), contract.err());
        Session judge = Session.of("conform", "BlockAllocationJudge", "--subject", "FirstFit", "--classpath", compiled(FIRST_FIT).toString());
        assertEquals(2, judge.exit());
        assertTrue(judge.complaint().contains("model=BlockAllocationJudge is not replayed"), judge.err());
    }

    @Test
    void shouldTakeModelsByNameAlone() {
        assertTrue(Session.of("conform", "my/Good.cfg").complaint().contains("only models by name"));
        assertTrue(Session.of("check", "Good.tla").complaint().contains("a model is a .cfg"));
        assertEquals("tlalloc: unknown model=: `tlalloc list` shows all", Session.of("check", "").complaint());
    }
}
