package org.tlalloc.conformance.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CompareCommandTest {
    private static final List<String> PAIR = List.of("RangeBitmap", "RangeBuddy");

    @TempDir
    private static Path folder;
    private static Session session;
    private static JsonNode json;

    /* Once for all: it starts Java machines. */
    @BeforeAll
    static void compare() throws IOException {
        session = Session.of("compare", "RangeBuddy", "RangeBitmap", "--quick", "--rounds", "2", "--seeds", "1..7",
                "--json", folder.resolve("c.json").toString(), "--plots", folder.resolve("plots").toString());
        assertEquals(0, session.exit(), session.err());
        json = new ObjectMapper().readTree(folder.resolve("c.json").toFile());
    }

    private static List<String> names(JsonNode array, String field) {
        return Stream.iterate(0, i -> i < array.size(), i -> i + 1).map(i -> array.get(i).get(field).asText()).toList();
    }

    @Test
    void shouldDrawTabulateAndAdvise() {
        for (String wanted : List.of("  6  E, a slab of 3 pages   |AAAA|EEE-|CCCC|C---|DDDD|D---|....|....|", "refused %", "any-ranges", "a call", "growth", "All traffics, each strategy",
                "Advice, by this rule:", "  If you have no special need: take Range", "No recorded traffic: --traces FOLDER")) {
            assertTrue(session.out().contains(wanted), wanted + " is not in\n" + session.out());
        }
        assertFalse(session.out().contains("If ranges must not cross"), session.out());
    }

    @Test
    void shouldTellHowFarItHasCome() {
        assertEquals(List.of("tlalloc: playing slabs, 1 of 4", "tlalloc: playing short-ranges, 2 of 4", "tlalloc: playing any-ranges, 3 of 4",
                "tlalloc: playing comb, 4 of 4", "tlalloc: timing, round 1 of 2", "tlalloc: timing, round 2 of 2"), session.err().lines().toList());
    }

    /** Tried before the work is done, and nothing left of the trial. */
    @Test
    void shouldLeaveNothingButWhatWasAskedFor() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            assertEquals(List.of("c.json", "plots"), files.map(file -> file.getFileName().toString()).sorted().toList());
        }
    }

    /** The rule is said in three places, in the same words. */
    @Test
    void shouldStateTheRuleAlike() throws IOException {
        String readme = Files.readString(Session.home().resolve("README.md")).replaceAll("\\s+", " ");
        String help = Session.of("compare", "--help").out().replaceAll("\\s+", " ");
        String printed = session.out().replaceAll("\\s+", " ");
        assertEquals(4, json.get("advice").get("rule").size());
        for (JsonNode sentence : json.get("advice").get("rule")) {
            for (String place : List.of(readme, help, printed)) {
                assertTrue(place.contains(sentence.asText()), sentence + " is not in " + place);
            }
        }
    }

    @Test
    void shouldDrawAndAdviseByTheSameWorstTraffic() {
        JsonNode buddy = json.get("advice").get("worst").get(1);
        assertEquals("RangeBuddy", buddy.get("strategy").asText());
        double most = 0;
        for (JsonNode traffic : json.get("traffic")) {
            most = Math.max(most, traffic.get("strategies").get(1).get("waste").get("mean").asDouble());
        }
        assertEquals(most, buddy.get("wastes").get("amount").asDouble());
        assertTrue(buddy.get("wastes").get("drops").asBoolean());
    }

    @Test
    void shouldLeaveWhatItPrintedInJson() {
        assertEquals("compare", json.get("command").asText());
        assertEquals(7, json.get("seeds").size());
        assertFalse(json.get("recorded").asBoolean());
        assertEquals(PAIR, names(json.get("strategies"), "name"));
        assertEquals(PAIR, names(json.get("scenario"), "strategy"));
        assertEquals(List.of("slabs", "short-ranges", "any-ranges", "comb"), names(json.get("traffic"), "name"));
        for (JsonNode traffic : json.get("traffic")) {
            assertEquals(3, traffic.get("differences").size());
            for (JsonNode strategy : traffic.get("strategies")) {
                assertEquals(7, strategy.get("refused").get("values").size());
                assertEquals(60, strategy.get("fragmentationOverTime").size());
                assertEquals(60, strategy.get("wasteOverTime").size());
                assertTrue(strategy.get("asked").asInt() > 0 && strategy.get("metadataBytes").asInt() > 0);
            }
        }
        assertEquals(5, json.get("times").size());
        for (JsonNode time : json.get("times")) {
            for (JsonNode strategy : time.get("strategies")) {
                assertEquals(2, strategy.get("allocate").get("values").size());
                assertTrue(strategy.get("median").asDouble() > 0 && strategy.get("least").asDouble() <= strategy.get("most").asDouble());
            }
        }
        assertEquals(PAIR, names(json.get("growth"), "strategy"));
        assertTrue(json.get("growth").get(0).get("allocate").asDouble() > 0 && json.get("growth").get(0).get("free").asDouble() > 0);
        JsonNode advice = json.get("advice");
        assertEquals(10, advice.get("limits").get("mostWaste").asInt());
        for (JsonNode pick : advice.get("picks")) {
            assertTrue(session.out().contains("If " + pick.get("need").asText() + ": take " + pick.get("strategy").asText() + "."));
        }
    }

    /** What no clock measures is the same whenever it is measured: seven seeds tell that a buddy wastes and a bitmap does not. */
    @Test
    void shouldTellApartWhatDiffers() {
        JsonNode slabs = json.get("traffic").get(0);
        assertEquals(0, slabs.get("strategies").get(0).get("waste").get("mean").asDouble());
        assertTrue(slabs.get("strategies").get(1).get("waste").get("mean").asDouble() > 5);
        JsonNode waste = slabs.get("differences").get(2);
        assertEquals("waste", waste.get("figure").asText());
        assertEquals(2 / 128.0, waste.get("p").asDouble(), 1e-12);
        assertTrue(waste.get("significant").asBoolean());
    }

    @Test
    void shouldLeavePlotsThatCanBeRead() throws Exception {
        TreeSet<String> names = new TreeSet<>();
        try (Stream<Path> files = Files.list(folder.resolve("plots"))) {
            for (Path file : files.toList()) {
                String name = file.getFileName().toString();
                names.add(name);
                if (name.endsWith(".png")) {
                    BufferedImage image = ImageIO.read(file.toFile());
                    assertEquals(1000, image.getWidth());
                    assertTrue((has(image, 0x0072B2) || name.startsWith("waste")) && has(image, 0xCC79A7), name + " lacks the colour of a strategy");
                } else {
                    DocumentBuilderFactory parser = DocumentBuilderFactory.newInstance();
                    parser.setFeature("http://apache.org/xml/features/nonvalidating/load-external-dtd", false);
                    assertEquals("svg", parser.newDocumentBuilder().parse(file.toFile()).getDocumentElement().getTagName());
                }
            }
        }
        for (String name : List.of("fragmentation-slabs", "growth-allocate", "growth-free", "refusals", "times", "waste")) {
            assertTrue(names.contains(name + ".svg") && names.contains(name + ".png"), name + " is not in " + names);
        }
        assertEquals(18, names.size(), names.toString());
    }

    private static boolean has(BufferedImage image, int colour) {
        for (int y = 0; y < image.getHeight(); y++) {
            for (int x = 0; x < image.getWidth(); x++) {
                if ((image.getRGB(x, y) & 0xffffff) == colour) {
                    return true;
                }
            }
        }
        return false;
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"RangeTree|strategy=RangeTree is none of them: did you mean RangeTrees? there are RangeBitmap, ",
        "rangebitmap|did you mean RangeBitmap?", "best|did you mean RangeArena/best?", "instant|did you mean RangeArena?",
        "RangeArena/instant|did you mean RangeArena?", "--seeds 1..10|give at least 11, as --seeds 1..11 does",
        "RangeBuddy RangeTrees --seeds 1..5|give at least 6", "--json /proc/x.json|file=/proc/x.json cannot be written",
        "--plots /proc/plots|file=/proc/plots cannot be written", "--seeds 7|seeds=7 ", "--seeds x..y|seeds=x..y ",
        "--rounds 1|rounds=1 ", "--rounds none|--rounds", "--traces /nowhere|traces=/nowhere is no folder", "--json /nowhere/c.json|folder=/nowhere ",
        "--plots /nowhere/plots|folder=/nowhere ", "--plots pom.xml|plots=pom.xml is no folder", "--fast|--fast"})
    void shouldSayInOneLineWhatIsWrong(String arguments, String complaint) {
        Session misused = Session.of(Stream.concat(Stream.of("compare"), Stream.of(arguments.split(" "))).toArray(String[]::new));
        assertEquals(2, misused.exit());
        assertTrue(misused.complaint().contains(complaint), misused.err());
        assertEquals("", misused.out());
    }
}
