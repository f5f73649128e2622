package org.tlalloc.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OtherReleaseTest {
    private final OtherRelease stock = Checkout.stockTlc();

    @TempDir
    private Path directory;

    private CheckResult check(String model) throws IOException {
        Catalogue catalogue = Checkout.catalogue();
        return stock.check(catalogue.request(catalogue.model(model)).withWorkers(1));
    }

    @Test
    void shouldCountWhatWasCaptured() throws IOException {
        CheckResult result = check("BuddyRagged");
        assertEquals("passes", result.result());
        assertEquals(Checkout.graph("BuddyRagged").stateCount(), result.distinctStates());
        assertEquals(Checkout.graph("BuddyRagged").transitionCount(), result.transitions());
        assertFalse(result.refined());
    }

    @Test
    void shouldNameWhatIsViolated() throws IOException {
        Path models = Checkout.home().resolve("model/frame");
        List<String> before = list(models);
        assertEquals("violates CoalescedInv", check("BuddyBrokenCoalesced").result());
        assertEquals(before, list(models));
    }

    private static List<String> list(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(Path::toString).sorted().toList();
        }
    }

    /* Initial states beyond a thousand, which TLC may write with a comma, and found more than once. */
    @Test
    void shouldNotCountInitialStatesAsTransitions() throws IOException {
        Scratch scratch = new Scratch(directory);
        scratch.module("Many", "VARIABLE x\nInit == x \\in 1..1500 \\/ x \\in 1..10\nStep == x' = x\nCall == Step\nNext == Call\n");
        CheckRequest request = scratch.request("Many", "INIT Init NEXT Next");
        CheckResult result = stock.check(request);
        assertEquals(List.of(1500L, 1500L), List.of(result.distinctStates(), result.transitions()));
        CheckResult own = new ModelChecker().check(request);
        assertEquals(List.of(1500L, 1500L), List.of(own.distinctStates(), own.transitions()));
    }

    @Test
    void shouldSayInOneLineWhatTlcCannotDo() throws IOException {
        Scratch scratch = new Scratch(directory);
        scratch.module("Bad", "VARIABLE x\nInit == y = 0\n");
        CheckResult result = stock.check(scratch.request("Bad", "INIT Init"));
        assertEquals(CheckResult.Outcome.ERROR, result.outcome());
        assertEquals(1, result.message().lines().count(), result.message());
        assertTrue(result.message().contains("rror"), result.message());
    }

    @Test
    void shouldRefuseAJarWithoutTlc() throws IOException {
        Path jar = directory.resolve("other.jar");
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
            out.putNextEntry(new JarEntry("other/Thing.class"));
        }
        assertEquals("jar=" + jar + " holds no TLC",
                assertThrows(IOException.class, () -> new OtherRelease(jar)).getMessage());
    }

    @Test
    void shouldRefuseWhatIsNoJar() throws IOException {
        Path text = Files.writeString(directory.resolve("text.jar"), "this is no jar\n");
        assertEquals("jar=" + text + " is no jar",
                assertThrows(IOException.class, () -> new OtherRelease(text)).getMessage());
        Path none = directory.resolve("none.jar");
        assertEquals("file=" + none + " does not exist",
                assertThrows(IOException.class, () -> new OtherRelease(none)).getMessage());
    }
}
