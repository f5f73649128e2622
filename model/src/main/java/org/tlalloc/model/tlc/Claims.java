package org.tlalloc.model.tlc;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import tla2sany.semantic.LevelNode;
import tla2sany.semantic.ModuleNode;
import tla2sany.semantic.OpApplNode;
import tla2sany.semantic.OpDefNode;
import tla2sany.semantic.SemanticNode;
import tla2sany.semantic.TheoremNode;
import tlc2.tool.BuiltInOPs;
import tlc2.tool.ToolGlobals;
import tlc2.tool.impl.ModelConfig;
import tlc2.tool.impl.Tool;
import tlc2.util.Vect;

/**
 * Whether a model asks for what its specification claims. A .cfg can take the edge off a
 * check in ways that no count shows: it may leave an invariant out, replace it by one that
 * is always true, or replace what the behaviours are.
 */
final class Claims {
    private static final List<String> BEHAVIOUR = List.of("Spec", "Init", "Next", "Call", "Internal", "Environment");

    private final Tool tool;
    private final ModelConfig config;
    private final String spec;
    private final List<Finding> findings = new ArrayList<>();

    /** @param spec the module that it is said to be a model of; null if nothing is said */
    Claims(Tool tool, String spec) {
        this.tool = tool;
        this.config = tool.getModelConfig();
        this.spec = spec;
    }

    /** @param complete whether the model claims to check its specification, whole and as it is written */
    List<Finding> findings(boolean complete) {
        replacements(names(config.getInvariants()), "is asked for");
        replacements(names(config.getProperties()), "is asked for");
        if (complete) {
            replacements(BEHAVIOUR, "says what the behaviours are");
            deadlock();
            root();
            theorems();
        }
        return findings;
    }

    private void replacements(Collection<String> names, String why) {
        Map<String, String> replaced = replaced();
        for (String name : names) {
            if (replaced.containsKey(name)) {
                find(name + ", which " + why + ", is replaced by " + replaced.get(name)
                        + ": check the specification as it is written");
            }
        }
    }

    private Map<String, String> replaced() {
        Map<String, String> replaced = new TreeMap<>();
        config.getOverrides().forEach((name, other) -> replaced.put(name, other));
        for (Object ofModule : config.getModOverrides().values()) {
            ((Map<?, ?>) ofModule).forEach((name, other) -> replaced.put(name.toString(), other.toString()));
        }
        return replaced;
    }

    private void deadlock() {
        if (!config.getCheckDeadlock()) {
            find("CHECK_DEADLOCK FALSE hides that nothing can happen any more: remove it");
        }
    }

    private void root() {
        ModuleNode root = tool.getRootModule();
        boolean extended = root.getName().toString().equals(spec) || root.getExtendedModuleSet(false).stream()
                .anyMatch(module -> module.getName().toString().equals(spec));
        if (spec != null && !extended) {
            find("the root module does not extend " + spec + ", of which this is said to be a model");
        }
    }

    /* A theorem `S => [](A /\ B)`, `S => P` or `S => Contract!Spec` binds the models whose SPECIFICATION is S. */
    private void theorems() {
        String specification = config.getSpec();
        if (specification.isEmpty()) {
            find("INIT and NEXT do not say which theorems are checked: name a SPECIFICATION");
            return;
        }
        Set<String> claimed = new LinkedHashSet<>();
        modules(tool.getRootModule()).flatMap(module -> Arrays.stream(module.getTheorems())).map(TheoremNode::getTheorem)
                .forEach(theorem -> claims(theorem, specification, claimed));
        Set<String> asked = new LinkedHashSet<>(names(config.getInvariants()));
        asked.addAll(names(config.getProperties()));
        for (String claim : claimed) {
            if (claim.startsWith(Refinement.PREFIX)) {
                if (tool.getRootModule().getOpDef(Refinement.PREFIX + "Init") == null) {
                    find("a theorem claims " + claim + ", but no instance Contract with an Init is in sight");
                }
            } else if (!asked.contains(claim)) {
                find("a theorem claims " + claim + " of " + specification
                        + ", but the .cfg does not ask for it: name it under INVARIANTS or PROPERTIES");
            }
        }
    }

    private static void claims(LevelNode theorem, String specification, Set<String> into) {
        if (theorem instanceof OpApplNode implication && opcode(implication) == ToolGlobals.OPCODE_implies
                && implication.getArgs()[0] instanceof OpApplNode left
                && left.getOperator().getName().toString().equals(specification)) {
            conjuncts(implication.getArgs()[1], into);
        }
    }

    private static void conjuncts(SemanticNode node, Set<String> into) {
        if (!(node instanceof OpApplNode application)) {
            return;
        }
        int opcode = opcode(application);
        if (opcode == ToolGlobals.OPCODE_box || opcode == ToolGlobals.OPCODE_cl || opcode == ToolGlobals.OPCODE_land) {
            Arrays.stream(application.getArgs()).forEach(part -> conjuncts(part, into));
        } else if (application.getOperator() instanceof OpDefNode claim) {
            into.add(claim.getName().toString());
        }
    }

    private static int opcode(OpApplNode application) {
        return BuiltInOPs.getOpCode(application.getOperator().getName());
    }

    /** The module and all that it extends. */
    static Stream<ModuleNode> modules(ModuleNode root) {
        return Stream.concat(Stream.of(root), root.getExtendedModuleSet(true).stream()).distinct();
    }

    private static List<String> names(Vect<?> listed) {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < listed.size(); i++) {
            names.add(String.valueOf(listed.elementAt(i)));
        }
        return names;
    }

    private void find(String message) {
        findings.add(new Finding(tool.getRootName() + ".cfg", 1, 1, message));
    }
}
