package org.tlalloc.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tlalloc.model.graph.ActionSignature;

/**
 * Every claim of a spec has a broken model that it alone refutes: each invariant and
 * property that a passing model checks, and each step of a spec that has a contract.
 * What several specs share, by extending the module that defines it, is defended once.
 */
class DefenceTest {
    private static final Pattern EXTENDS = Pattern.compile("^EXTENDS\\s+(.*)$", Pattern.MULTILINE);
    private static final Pattern STATES_CONTRACT = Pattern.compile("^Contract ==", Pattern.MULTILINE);

    private final Catalogue catalogue = Checkout.catalogue();

    /** What is claimed, as {@code Module!Name} with the module that defines it. */
    private Set<String> claimed() throws IOException {
        Set<String> claims = new TreeSet<>();
        Set<String> specs = new TreeSet<>();
        for (ModelEntry model : catalogue.models()) {
            if (model.expect().passes()) {
                Configuration configuration = Configuration.read(catalogue.config(model));
                for (String name : configuration.invariants()) {
                    claims.add(claim(model, name));
                }
                for (String name : configuration.properties()) {
                    claims.add(claim(model, name));
                }
                if (statesContract(model.spec()) && specs.add(model.spec())) {
                    for (ActionSignature action : actions(model)) {
                        claims.add(model.spec() + "!Contract!" + action.name());
                    }
                }
            }
        }
        return claims;
    }

    private Set<String> defended() throws IOException {
        Set<String> defended = new TreeSet<>();
        for (ModelEntry model : catalogue.models()) {
            if (!model.expect().passes()) {
                String violated = model.expect().violated();
                defended.add(violated.startsWith("Contract!") ? model.spec() + "!" + violated : claim(model, violated));
            }
        }
        return defended;
    }

    @Test
    void shouldHaveABrokenModelForEveryClaim() throws IOException {
        Set<String> claimed = claimed();
        assertTrue(claimed.containsAll(Set.of("BuddySystem!ExactCoverInv", "Buddy!DrainProp", "Buddy!Contract!Free")),
                claimed::toString);
        claimed.removeAll(defended());
        assertEquals(Set.of(), claimed, "no broken model in the manifest is refused by these");
    }

    /* A broken model checks one claim, or its contract alone: else another claim may be what refuses it. */
    @Test
    void shouldAskABrokenModelForOneClaimOnly() throws IOException {
        for (ModelEntry model : catalogue.models()) {
            if (!model.expect().passes()) {
                Configuration configuration = Configuration.read(catalogue.config(model));
                List<String> asked = new ArrayList<>(configuration.invariants());
                asked.addAll(configuration.properties());
                String violated = model.expect().violated();
                assertEquals(violated.startsWith("Contract!") ? List.of() : List.of(violated), asked, model.name());
            }
        }
    }

    @Test
    void shouldSeeThatAClaimIsNotDefended(@TempDir Path directory) throws IOException {
        Path config = Files.writeString(directory.resolve("M.cfg"), "INVARIANT TypeInv NewInv\nPROPERTY NewProp");
        assertEquals(List.of("TypeInv", "NewInv"), Configuration.read(config).invariants());
        assertEquals(List.of("NewProp"), Configuration.read(config).properties());
        assertEquals("BuddySystem!AlignedInv", claim(catalogue.model("BuddyLowestFirst"), "AlignedInv"));
        assertEquals("BuddyLowestFirst!NoFalseExhaustionInv",
                claim(catalogue.model("BuddyLowestFirst"), "NoFalseExhaustionInv"));
        assertEquals("BlockAllocation!AlignedInv", claim(catalogue.model("BlockAllocation"), "AlignedInv"));
    }

    private String claim(ModelEntry model, String name) throws IOException {
        String definer = definer(model.spec(), name);
        assertNotNull(definer, () -> model.name() + " claims " + name + ", which " + model.spec() + " does not define");
        return definer + "!" + name;
    }

    /** The module that defines the name: this one, or one that it extends. */
    private String definer(String module, String name) throws IOException {
        Path file = file(module);
        if (file == null) {
            return null;
        }
        String text = Files.readString(file);
        if (Pattern.compile("^" + Pattern.quote(name) + "\\s*==", Pattern.MULTILINE).matcher(text).find()) {
            return module;
        }
        Matcher extended = EXTENDS.matcher(text);
        if (extended.find()) {
            for (String other : extended.group(1).trim().split("\\s*,\\s*")) {
                String found = definer(other, name);
                if (found != null) {
                    return found;
                }
            }
        }
        return null;
    }

    private boolean statesContract(String module) throws IOException {
        return STATES_CONTRACT.matcher(Files.readString(file(module))).find();
    }

    private Path file(String module) {
        return catalogue.libraries().stream().map(library -> library.resolve(module + ".tla"))
                .filter(Files::exists).findFirst().orElse(null);
    }

    private List<ActionSignature> actions(ModelEntry model) {
        try (SpecOracle oracle = SpecOracle.ofModel(catalogue.module(model), catalogue.config(model), catalogue.libraries())) {
            return List.copyOf(oracle.actions());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
