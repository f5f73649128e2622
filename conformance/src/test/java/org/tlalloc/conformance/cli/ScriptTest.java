package org.tlalloc.conformance.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The shell script tells a Java machine that ended by itself from one that a subject has ended. */
class ScriptTest {
    private static final String CONCLUDES = "for each; do case $each in -Dtlalloc.concluded=*) echo %d > \"${each#*=}\";; esac; done";

    @TempDir
    Path tree;

    /* A tree that looks built. */
    @BeforeEach
    void build() throws IOException {
        Files.copy(Session.home().resolve("tlalloc"), tree.resolve("tlalloc"));
        Files.createDirectories(tree.resolve("conformance/src/main"));
        Files.createFile(tree.resolve("pom.xml"));
        Files.createFile(tree.resolve("conformance/pom.xml"));
        Files.createDirectories(tree.resolve("conformance/target"));
        Files.createFile(tree.resolve("conformance/target/built"));
    }

    private String run(int status, String java) throws Exception {
        Process process = start(java);
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(status, process.waitFor(), said);
        assertNothingLeft();
        return said;
    }

    private void assertNothingLeft() throws IOException {
        try (Stream<Path> left = Files.list(tree.resolve("tmp"))) {
            assertEquals(0, left.count());
        }
    }

    private Process start(String java) throws IOException {
        Path bin = Files.createDirectories(tree.resolve("jdk/bin"));
        Path program = Files.writeString(bin.resolve("java"), "#!/bin/sh\n" + java + "\n");
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
        ProcessBuilder builder = new ProcessBuilder("bash", tree.resolve("tlalloc").toString(), "list").redirectErrorStream(true);
        builder.environment().put("JAVA_HOME", tree.resolve("jdk").toString());
        builder.environment().put("TMPDIR", Files.createDirectories(tree.resolve("tmp")).toString());
        return builder.start();
    }

    @Test
    void shouldEndAsTheProgramDoes() throws Exception {
        assertEquals("", run(0, CONCLUDES.formatted(0)));
        assertEquals("", run(1, CONCLUDES.formatted(1) + "; exit 1"));
        assertEquals("read\n", run(2, CONCLUDES.formatted(2) + "; echo read; exit 2"));
        assertEquals("", run(1, "exit 1"));
    }

    @Test
    void shouldNotTakeAMachineThatWasHaltedForAgreement() throws Exception {
        assertTrue(run(1, "exit 0").startsWith("tlalloc: the Java machine was ended before there was a verdict"));
        assertTrue(run(1, CONCLUDES.formatted(1) + "; exit 0").startsWith("tlalloc: "));
    }

    @Test
    void shouldHandASignalOn() throws Exception {
        Process process = start("echo started; exec sleep 60");
        assertEquals('s', process.getInputStream().read());
        process.destroy();
        assertEquals(143, process.waitFor());
        assertNothingLeft();
    }

    @Test
    void shouldBeToldByTheProgramWhatItConcluded() throws Exception {
        for (String[] command : new String[][] {{"list", "0"}, {"nothing", "2"}}) {
            Path concluded = tree.resolve("concluded");
            Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
                    System.getProperty("java.class.path"), "-Dtlalloc.home=" + Session.home(), "-Dtlalloc.concluded=" + concluded,
                    Tlalloc.class.getName(), command[0]).redirectErrorStream(true).start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertEquals(command[1], String.valueOf(process.waitFor()), said);
            assertEquals(command[1], Files.readString(concluded).strip());
        }
    }
}
