package org.tlalloc.model.tlc;

import java.io.IOException;
import java.nio.file.Files;
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
        SemanticNode node = find(action.getBody(), context, from, to);
        return node == null ? null : at(node, text(node));
    }

    private SemanticNode find(SemanticNode node, Context context, TLCState from, TLCState to) {
        if (node instanceof LabelNode label) {
            return find((SemanticNode) label.getBody(), context, from, to);
        }
        if (node instanceof LetInNode let) {
            Context inner = context;
            for (OpDefNode definition : let.getLets()) {
                if (definition.getArity() == 0) {
                    inner = inner.cons(definition, new LazyValue(definition.getBody(), inner, CostModel.DO_NOT_RECORD));
                }
            }
            return find(let.getBody(), inner, from, to);
        }
        if (!(node instanceof OpApplNode application)) {
            return leaf(node, context, from, to);
        }
        ExprOrOpArgNode[] arguments = application.getArgs();
        int opcode = BuiltInOPs.getOpCode(application.getOperator().getName());
        if (opcode == ToolGlobals.OPCODE_cl || opcode == ToolGlobals.OPCODE_land) {
            return first(arguments, context, from, to);
        }
        if (opcode == ToolGlobals.OPCODE_ite) {
            if (aboutTheFuture(arguments[0]) && to == null) {
                return null;
            }
            return find(arguments[holds(arguments[0], context, from, to) ? 1 : 2], context, from, to);
        }
        SemanticNode leaf = leaf(node, context, from, to);
        if (leaf != null && opcode == 0 && tool.lookup(application.getOperator()) instanceof OpDefNode definition
                && definition.getArity() == arguments.length && definition.getBody() != null
                && !(definition.getBody() instanceof tla2sany.semantic.SubstInNode)) {
            SemanticNode deeper = find(definition.getBody(), tool.getOpContext(definition, arguments, context, true),
                    from, to);
            return deeper == null ? leaf : deeper;
        }
        return leaf;
    }

    private SemanticNode first(ExprOrOpArgNode[] conjuncts, Context context, TLCState from, TLCState to) {
        for (ExprOrOpArgNode conjunct : conjuncts) {
            SemanticNode found = find(conjunct, context, from, to);
            if (found != null) {
                return found;
            }
        }
        return null;
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
