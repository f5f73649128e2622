package org.tlalloc.model.tlc;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import tla2sany.semantic.ASTConstants;
import tla2sany.semantic.ExprNode;
import tla2sany.semantic.ExprOrOpArgNode;
import tla2sany.semantic.FormalParamNode;
import tla2sany.semantic.LabelNode;
import tla2sany.semantic.LetInNode;
import tla2sany.semantic.LevelConstants;
import tla2sany.semantic.OpApplNode;
import tla2sany.semantic.OpDefNode;
import tla2sany.semantic.SemanticNode;
import tla2sany.semantic.SubstInNode;
import tla2sany.semantic.SymbolNode;
import tlc2.tool.Action;
import tlc2.tool.BuiltInOPs;
import tlc2.tool.ToolGlobals;
import tlc2.tool.impl.ModelConfig;
import tlc2.tool.impl.Tool;

/**
 * Reads {@code Next}: which actions it is made of, and whether it has the form that
 * gives TLC their exact names and arguments.
 *
 * <p>The form: Next is {@code Call}, {@code Internal} or {@code Environment}, or a
 * disjunction of them; each is a disjunction of existentials over constant sets;
 * and below these stand named actions, applied to the bound variables and nothing
 * else. TLC splits Next along disjunctions and existentials and names what is left
 * after the definition it stands in; whatever leaves the form would be split, or
 * named, otherwise than it reads.
 */
final class NextForm {
    /* What answers as the run goes, not as the state is. */
    private static final Set<String> TOLD_BY_TLC = Set.of("TLCGet", "TLCSet", "JavaTime", "RandomElement", "RandomSubset",
            "RandomSetOfSubsets", "RandomSubsetSet");
    private static final Set<String> KINDS = Set.of("Call", "Internal", "Environment");

    private final Tool tool;
    private final List<Finding> findings = new ArrayList<>();
    private final Map<OpDefNode, NamedAction> actions = new IdentityHashMap<>();
    private final List<NamedAction> inOrder = new ArrayList<>();
    private final Map<SymbolNode, ExprNode> ranges = new IdentityHashMap<>();

    NextForm(Tool tool) {
        this.tool = tool;
        Action next = tool.getNextStateSpec();
        if (next == null) {
            findings.add(new Finding(tool.getRootName(), 1, 1, "there is no next-state relation: name one"
                    + " by SPECIFICATION or NEXT in the .cfg"));
            return;
        }
        configuration();
        walk(next.pred, null, new LinkedHashSet<>());
        for (NamedAction action : inOrder) {
            String told = toldByTlc(action.definition().getBody(), Collections.newSetFromMap(new IdentityHashMap<>()));
            if (told != null) {
                findings.add(Finding.at(action.definition(), action.name() + " depends on " + told + ", so that what it does"
                        + " is not said by the state: let it depend on variables alone"));
            }
        }
        for (Action action : tool.getActions()) {
            if (findings.isEmpty() && actions.get(action.getOpDef()) == null) {
                findings.add(Finding.at(action.pred, "TLC takes this for an action of its own, "
                        + action.getName() + ": give it a name and let Next mention that alone"));
            }
        }
    }

    /** Reads this formula, whatever the .cfg calls the next-state relation. */
    NextForm(Tool tool, SemanticNode next) {
        this.tool = tool;
        walk(next, null, new LinkedHashSet<>());
    }

    List<Finding> findings() {
        return findings;
    }

    /** In the order in which Next mentions them. */
    List<NamedAction> actions() {
        return inOrder;
    }

    NamedAction of(Action action) {
        return actions.get(action.getOpDef());
    }

    private void configuration() {
        ModelConfig config = tool.getModelConfig();
        refuse(tool.hasSymmetry(), "SYMMETRY");
        refuse(!config.getView().isEmpty(), "VIEW");
        refuse(config.getConstraints().size() > 0, "CONSTRAINT");
        refuse(config.getActionConstraints().size() > 0, "ACTION_CONSTRAINT");
    }

    private void refuse(boolean present, String what) {
        if (present) {
            findings.add(new Finding(tool.getRootName() + ".cfg", 1, 1, what
                    + " hides states or transitions from the replay: remove it and choose smaller constants"));
        }
    }

    private void walk(SemanticNode node, String kind, Set<FormalParamNode> bound) {
        if (node instanceof LabelNode label) {
            walk((SemanticNode) label.getBody(), kind, bound);
        } else if (node instanceof SubstInNode) {
            throughInstance(node);
        } else if (node instanceof LetInNode) {
            findings.add(Finding.at(node, "LET in Next: put the definition beside Next, or into the action"));
        } else if (node instanceof OpApplNode application) {
            apply(application, kind, bound);
        } else {
            findings.add(Finding.at(node, "only disjunctions, existentials and named actions may stand here"));
        }
    }

    private void throughInstance(SemanticNode node) {
        findings.add(Finding.at(node, "Next goes through an INSTANCE, where TLC sees one nameless step:"
                + " write the disjunction out here, with the instance's actions in it"));
    }

    private void apply(OpApplNode node, String kind, Set<FormalParamNode> bound) {
        SymbolNode symbol = node.getOperator();
        int opcode = BuiltInOPs.getOpCode(symbol.getName());
        if (opcode == ToolGlobals.OPCODE_dl || opcode == ToolGlobals.OPCODE_lor) {
            for (ExprOrOpArgNode part : node.getArgs()) {
                walk(part, kind, bound);
            }
        } else if (opcode == ToolGlobals.OPCODE_be) {
            exists(node, kind, bound);
        } else if (symbol instanceof OpDefNode operator && operator.getKind() != ASTConstants.BuiltInKind) {
            OpDefNode definition = tool.lookup(symbol) instanceof OpDefNode other ? other : operator;
            String name = operator.getName().toString();
            if (definition.getBody() instanceof SubstInNode instance && isComposite(instance.getBody())
                    && operator.getArity() == 0) {
                throughInstance(node);
            } else if (operator.getArity() == 0 && (KINDS.contains(name) || isComposite(definition.getBody()))) {
                walk(definition.getBody(), KINDS.contains(name) ? name : kind, bound);
            } else {
                action(node, operator, definition, kind, bound);
            }
        } else {
            findings.add(Finding.at(node, "`" + symbol.getName() + "` stands where only disjunctions, existentials"
                    + " and named actions may: make it part of a named action"));
        }
    }

    private void exists(OpApplNode node, String kind, Set<FormalParamNode> bound) {
        Set<FormalParamNode> inner = new LinkedHashSet<>(bound);
        ExprNode[] sets = node.getBdedQuantBounds();
        for (int i = 0; i < sets.length; i++) {
            if (sets[i].getLevel() != LevelConstants.ConstantLevel) {
                findings.add(Finding.at(sets[i], "this set depends on the state: quantify over a constant set,"
                        + " and put the condition into the action"));
            }
            if (mentionsAny(sets[i], bound)) {
                findings.add(Finding.at(sets[i], "this set depends on another bound variable: quantify over a"
                        + " constant set, and put the condition into the action"));
            }
            if (node.isBdedQuantATuple()[i]) {
                findings.add(Finding.at(sets[i], "a tuple is bound here: bind one variable to each component"));
            }
            for (FormalParamNode variable : node.getBdedQuantSymbolLists()[i]) {
                inner.add(variable);
                ranges.put(variable, sets[i]);
            }
        }
        for (ExprOrOpArgNode body : node.getArgs()) {
            walk(body, kind, inner);
        }
    }

    private void action(OpApplNode node, OpDefNode operator, OpDefNode definition, String kind,
                        Set<FormalParamNode> bound) {
        String name = operator.getName().toString();
        int before = findings.size();
        List<String> parameters = new ArrayList<>();
        for (FormalParamNode parameter : operator.getParams()) {
            parameters.add(parameter.getName().toString());
        }
        arguments(node, name, parameters, bound);
        body(node, name, definition);
        boolean hasResult = parameters.contains("result");
        if (hasResult && parameters.indexOf("result") != parameters.size() - 1) {
            findings.add(Finding.at(node, "`result` of " + name + " must be its last parameter"));
        }
        if (kind == null) {
            findings.add(Finding.at(node, name + " stands under none of Call, Internal and Environment:"
                    + " define one of them around it, and let Next be that"));
        } else if (hasResult && !kind.equals("Call")) {
            findings.add(Finding.at(node, name + " has a `result` but is no call: move it under Call,"
                    + " or drop the parameter"));
        }
        if (definition.getLevel() != LevelConstants.ActionLevel) {
            findings.add(Finding.at(node, name + " is no action: it does not speak of primed variables"));
        }
        NamedAction known = actions.get(definition);
        if (known != null) {
            findings.add(Finding.at(node, known.name().equals(name)
                    ? name + " stands in Next twice: let it stand once, over all its arguments"
                    : name + " and " + known.name() + " are the same definition: give each its own"));
        }
        if (findings.size() == before) {
            List<String> plain = hasResult ? parameters.subList(0, parameters.size() - 1) : parameters;
            NamedAction found = new NamedAction(name, kind.toUpperCase(java.util.Locale.ROOT),
                    List.copyOf(plain), hasResult, definition, operator, rangesOf(node));
            actions.put(definition, found);
            inOrder.add(found);
        }
    }

    private List<ExprNode> rangesOf(OpApplNode node) {
        return Arrays.stream(node.getArgs()).map(argument -> ranges.get(((OpApplNode) argument).getOperator())).toList();
    }

    private void arguments(OpApplNode node, String name, List<String> parameters, Set<FormalParamNode> bound) {
        Set<SymbolNode> used = new LinkedHashSet<>();
        ExprOrOpArgNode[] arguments = node.getArgs();
        for (int i = 0; i < arguments.length; i++) {
            if (!(arguments[i] instanceof OpApplNode variable) || !bound.contains(variable.getOperator())) {
                findings.add(Finding.at(arguments[i], "argument " + parameters.get(i) + " of " + name
                        + " is not a bound variable: bind it by \\E, or put it into the action"));
            } else if (!used.add(variable.getOperator())) {
                findings.add(Finding.at(arguments[i], variable.getOperator().getName()
                        + " is passed to " + name + " twice"));
            }
        }
        for (FormalParamNode variable : bound) {
            if (!used.contains(variable)) {
                findings.add(Finding.at(node, "bound variable " + variable.getName() + " is not passed to " + name
                        + ": pass it, or do not bind it"));
            }
        }
    }

    private void body(OpApplNode node, String name, OpDefNode definition) {
        ExprNode body = definition.getBody();
        if (body instanceof SubstInNode substitution) {
            body = substitution.getBody();
        }
        if (isComposite(body)) {
            findings.add(Finding.at(node, "the body of " + name + " is itself a disjunction, an existential or a"
                    + " call, which TLC would split or rename: make it a conjunction or an IF"));
        }
    }

    /** An operator that stands in this formula, or in a definition that it uses, and answers as the run goes; or null. */
    private String toldByTlc(SemanticNode node, Set<SemanticNode> seen) {
        if (node == null || !seen.add(node)) {
            return null;
        }
        if (node instanceof OpApplNode application) {
            String name = application.getOperator().getName().toString();
            if (TOLD_BY_TLC.contains(name.substring(name.lastIndexOf('!') + 1))) {
                return name;
            }
            String told = tool.lookup(application.getOperator()) instanceof OpDefNode definition
                    ? toldByTlc(definition.getBody(), seen) : null;
            if (told != null) {
                return told;
            }
        }
        SemanticNode[] children = node.getChildren();
        return children == null ? null : Arrays.stream(children).map(child -> toldByTlc(child, seen))
                .filter(Objects::nonNull).findFirst().orElse(null);
    }

    /** What TLC looks into when it splits Next into actions. */
    private boolean isComposite(SemanticNode body) {
        if (!(body instanceof OpApplNode application)) {
            return false;
        }
        SymbolNode symbol = application.getOperator();
        int opcode = BuiltInOPs.getOpCode(symbol.getName());
        return opcode == ToolGlobals.OPCODE_dl || opcode == ToolGlobals.OPCODE_lor
                || opcode == ToolGlobals.OPCODE_be
                || opcode == 0 && symbol instanceof OpDefNode definition
                        && definition.getLevel() == LevelConstants.ActionLevel;
    }

    private static boolean mentionsAny(SemanticNode node, Set<FormalParamNode> variables) {
        if (node instanceof OpApplNode application && variables.contains(application.getOperator())) {
            return true;
        }
        SemanticNode[] children = node.getChildren();
        return children != null && Arrays.stream(children).anyMatch(child -> mentionsAny(child, variables));
    }
}
