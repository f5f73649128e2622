package org.tlalloc.model.tlc;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tla2sany.semantic.ExprOrOpArgNode;
import tla2sany.semantic.LabelNode;
import tla2sany.semantic.LetInNode;
import tla2sany.semantic.LevelConstants;
import tla2sany.semantic.LevelNode;
import tla2sany.semantic.OpApplNode;
import tla2sany.semantic.OpDefNode;
import tla2sany.semantic.SemanticNode;
import tla2sany.semantic.SubstInNode;
import tla2sany.st.Location;
import tlc2.tool.BuiltInOPs;
import tlc2.tool.EvalControl;
import tlc2.tool.TLCState;
import tlc2.tool.ToolGlobals;
import tlc2.tool.coverage.CostModel;
import tlc2.tool.impl.Tool;
import tlc2.util.Context;
import tlc2.value.impl.BoolValue;
import tlc2.value.impl.LazyValue;

/** Finds the conjunct of an action that is false, as deep in the definitions as it can be named. */
final class Clauses {
    private final Tool tool;
    private final ModuleFinder finder;
    private final Map<String, List<String>> sources = new HashMap<>();

    Clauses(Tool tool, ModuleFinder finder) {
        this.tool = tool;
        this.finder = finder;
    }

    /** @param to null to look at the conjuncts about the state before alone */
    String[] refusing(OpDefNode action, Context context, TLCState from, TLCState to) {
        SemanticNode node = first(action.getBody(), context, from, to);
        return node == null ? null : at(node, text(node));
    }

    /** Each conjunct that is false, or makes no sense since one before it is false. */
    List<String[]> allRefusing(OpDefNode action, Context context, TLCState from, TLCState to) {
        List<SemanticNode> nodes = new ArrayList<>();
        collect(action.getBody(), context, from, to, nodes, true);
        return nodes.stream().map(node -> at(node, text(node))).toList();
    }

    private SemanticNode first(SemanticNode node, Context context, TLCState from, TLCState to) {
        List<SemanticNode> found = new ArrayList<>();
        collect(node, context, from, to, found, false);
        return found.isEmpty() ? null : found.get(0);
    }

    private void collect(SemanticNode node, Context context, TLCState from, TLCState to, List<SemanticNode> into,
                         boolean all) {
        try {
            descend(node, context, from, to, into, all);
        } catch (RuntimeException e) {
            if (!all) {
                throw e;
            }
            into.add(node);
        }
    }

    private void descend(SemanticNode node, Context context, TLCState from, TLCState to, List<SemanticNode> into,
                         boolean all) {
        if (node instanceof LabelNode label) {
            collect((SemanticNode) label.getBody(), context, from, to, into, all);
        } else if (node instanceof LetInNode let) {
            collect(let.getBody(), within(let, context), from, to, into, all);
        } else if (node instanceof OpApplNode application && isConjunction(application)) {
            for (ExprOrOpArgNode conjunct : application.getArgs()) {
                if (all || into.isEmpty()) {
                    collect(conjunct, context, from, to, into, all);
                }
            }
        } else if (node instanceof OpApplNode application && opcode(application) == ToolGlobals.OPCODE_ite) {
            ExprOrOpArgNode[] parts = application.getArgs();
            if (to != null || !aboutTheFuture(parts[0])) {
                collect(parts[holds(parts[0], context, from, to) ? 1 : 2], context, from, to, into, all);
            }
        } else {
            SemanticNode found = deepest(node, context, from, to);
            if (found != null) {
                into.add(found);
            }
        }
    }

    static Context within(LetInNode let, Context context) {
        Context inner = context;
        for (OpDefNode definition : let.getLets()) {
            if (definition.getArity() == 0) {
                inner = inner.cons(definition, new LazyValue(definition.getBody(), inner, CostModel.DO_NOT_RECORD));
            }
        }
        return inner;
    }

    private static int opcode(OpApplNode application) {
        return BuiltInOPs.getOpCode(application.getOperator().getName());
    }

    private static boolean isConjunction(OpApplNode application) {
        return opcode(application) == ToolGlobals.OPCODE_cl || opcode(application) == ToolGlobals.OPCODE_land;
    }

    /** The formula if it is false, or what is false in the definition that it applies. */
    private SemanticNode deepest(SemanticNode node, Context context, TLCState from, TLCState to) {
        SemanticNode leaf = leaf(node, context, from, to);
        // What a .cfg puts in the place of a definition is not what the specification says: not looked into.
        if (leaf != null && node instanceof OpApplNode application && opcode(application) == 0
                && tool.lookup(application.getOperator()) instanceof OpDefNode definition
                && definition == application.getOperator()
                && definition.getArity() == application.getArgs().length && definition.getBody() != null
                && !(definition.getBody() instanceof SubstInNode)) {
            Context inner = tool.getOpContext(definition, application.getArgs(), context, true);
            SemanticNode deeper = first(definition.getBody(), inner, from, to);
            return deeper == null ? leaf : deeper;
        }
        return leaf;
    }

    private SemanticNode leaf(SemanticNode node, Context context, TLCState from, TLCState to) {
        if (to == null && aboutTheFuture(node)) {
            return null;
        }
        return holds(node, context, from, to) ? null : node;
    }

    private static boolean aboutTheFuture(SemanticNode node) {
        return node instanceof LevelNode level && level.getLevel() >= LevelConstants.ActionLevel;
    }

    private boolean holds(SemanticNode node, Context context, TLCState from, TLCState to) {
        return ((BoolValue) tool.eval(node, context, from, to == null ? TLCState.Empty : to, EvalControl.Clear,
                CostModel.DO_NOT_RECORD)).val;
    }

    String[] at(SemanticNode node, String text) {
        Location place = node.getLocation();
        return new String[] {place.source(), String.valueOf(place.beginLine()), text};
    }

    /** The node as its module writes it, on one line. */
    String text(SemanticNode node) {
        Location place = node.getLocation();
        List<String> lines = sources.computeIfAbsent(place.source(), this::read);
        if (place.beginLine() < 1 || place.endLine() > lines.size()) {
            return node.toString();
        }
        StringBuilder text = new StringBuilder();
        for (int i = place.beginLine(); i <= place.endLine(); i++) {
            String line = lines.get(i - 1);
            int end = i == place.endLine() ? Math.min(place.endColumn(), line.length()) : line.length();
            int begin = i == place.beginLine() ? place.beginColumn() - 1 : 0;
            text.append(line, Math.min(begin, end), end).append(' ');
        }
        return Complaint.oneLine(text.toString());
    }

    private List<String> read(String module) {
        try {
            return Files.readAllLines(finder.resolve(module, true).toPath());
        } catch (IOException e) {
            return List.of();
        }
    }
}
