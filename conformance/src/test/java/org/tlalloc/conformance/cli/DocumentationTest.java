package org.tlalloc.conformance.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.tlalloc.model.Expectation;
import org.tlalloc.model.ModelEntry;
import picocli.CommandLine;

/** What the documents say of the tree and of the commands is so. */
class DocumentationTest {
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)#:]+)\\)");
    private static final Pattern PATH = Pattern.compile(
            "(?<![\\w/.-])((?:spec|model|impl|conformance|papers|\\.vscode|\\.ci)/[\\w./*-]*\\w/?)");
    private static final Pattern COMMAND = Pattern.compile("\\./tlalloc (\\w+)([^\n`]*)");
    private static final Pattern OPTION = Pattern.compile("--[a-z0-9]+(?:-[a-z0-9]+)*");

    private static List<Path> documents() throws IOException {
        List<Path> documents = new ArrayList<>();
        try (Stream<Path> files = Files.walk(Session.home(), 2)) {
            files.filter(file -> file.getFileName().toString().endsWith(".md")
                    && !file.toString().contains("target")).forEach(documents::add);
        }
        assertTrue(documents.size() >= 4, documents.toString());
        return documents;
    }

    /** But for what the build makes, which may not be there yet. */
    @Test
    void shouldNameOnlyPathsThatExist() throws IOException {
        List<String> missing = new ArrayList<>();
        int found = 0;
        for (Path document : documents()) {
            String text = Files.readString(document);
            for (Matcher link = LINK.matcher(text); link.find(); found++) {
                if (!Files.exists(document.resolveSibling(link.group(1)))) {
                    missing.add(document + ": " + link.group(1));
                }
            }
            for (Matcher path = PATH.matcher(text.replaceAll("\\]\\([^)]*\\)", "]")); path.find(); found++) {
                String name = path.group(1);
                if (!name.contains("*") && !name.contains("/target/") && !Files.exists(Session.home().resolve(name))) {
                    missing.add(document + ": " + name);
                }
            }
        }
        assertTrue(found > 20, "paths found=" + found);
        assertEquals(List.of(), missing);
    }

    @Test
    void shouldNameOnlyCommandsAndOptionsThatExist() throws IOException {
        CommandLine program = new CommandLine(Tlalloc.class);
        int found = 0;
        for (Path document : documents()) {
            for (Matcher line = COMMAND.matcher(Files.readString(document)); line.find(); found++) {
                CommandLine command = program.getSubcommands().get(line.group(1));
                assertTrue(command != null, document + ": " + line.group());
                if (!command.getSubcommands().isEmpty()) {
                    command = command.getSubcommands().get(line.group(2).strip().split(" ")[0]);
                    assertTrue(command != null, document + ": " + line.group());
                }
                for (Matcher option = OPTION.matcher(line.group(2)); option.find();) {
                    assertTrue(command.getCommandSpec().optionsMap().containsKey(option.group()), document + ": " + line.group());
                }
            }
        }
        assertTrue(found > 10, "commands found=" + found);
    }

    /** The table of the README, and that of planted faults, are what the manifest says, row by row. */
    @Test
    void shouldShowTheCountsOfTheManifest() throws IOException {
        String readme = Files.readString(Session.home().resolve("README.md"));
        String planted = Files.readString(Session.home().resolve("model/PLANTED.md"));
        for (ModelEntry entry : Project.open(Session.home()).catalogue().models()) {
            Expectation expect = entry.expect();
            Matcher row = Pattern.compile("(?m)^" + entry.name() + " .*$").matcher(expect.passes() ? readme : planted);
            assertTrue(row.find(), "no row for model=" + entry.name());
            String counts = expect.passes() ? String.format(java.util.Locale.ROOT, " passes +%,d +%,d +%d ",
                    expect.distinctStates(), expect.transitions(), expect.depth()) : " " + Pattern.quote(expect.violated()) + " ";
            assertTrue(Pattern.compile(counts).matcher(row.group()).find(), row.group());
        }
    }

    @Test
    void shouldHaveEverySpecificationInTheReadingOrder() throws IOException {
        String readingOrder = Files.readString(Session.home().resolve("spec/README.md"));
        TreeSet<String> missing = new TreeSet<>();
        try (Stream<Path> files = Files.walk(Session.home().resolve("spec"), 2)) {
            files.map(file -> file.getFileName().toString()).filter(name -> name.endsWith(".tla"))
                    .filter(name -> !readingOrder.contains("/" + name)).forEach(missing::add);
        }
        assertTrue(missing.isEmpty(), missing.toString());
    }

    @Test
    void shouldLeaveNoPlaceToBeFilled() throws IOException {
        for (Path document : documents()) {
            assertFalse(Pattern.compile("@@|TODO|FIXME").matcher(Files.readString(document)).find(), document.toString());
        }
    }
}
