package org.tlalloc.model.tlc;

import tla2sany.semantic.ExprOrOpArgNode;
import tla2sany.semantic.LabelNode;
import tla2sany.semantic.LetInNode;
import tla2sany.semantic.LevelConstants;
import tla2sany.semantic.LevelNode;
import tla2sany.semantic.OpApplNode;
import tla2sany.semantic.OpDefNode;
import tla2sany.semantic.SemanticNode;
import tla2sany.semantic.SubstInNode;
import tlc2.tool.BuiltInOPs;
import tlc2.tool.EvalControl;
import tlc2.tool.IContextEnumerator;
import tlc2.tool.TLCState;
import tlc2.tool.ToolGlobals;
import tlc2.tool.coverage.CostModel;
import tlc2.tool.impl.Tool;
import tlc2.util.Context;
import tlc2.value.impl.BoolValue;

/**
 * Whether an action can be taken, as far as that hangs on the state before. What it says
 * of the state after is taken to be possible: TLC's own ENABLED would look for that state
 * among the values of variables, which under a refinement mapping are expressions.
 */
final class Guards {
    private final Tool tool;

    Guards(Tool tool) {
        this.tool = tool;
    }

    boolean hold(SemanticNode node, Context context, TLCState state) {
        if (node instanceof LabelNode label) {
            return hold((SemanticNode) label.getBody(), context, state);
        }
        if (node instanceof LetInNode let) {
            return hold(let.getBody(), Clauses.within(let, context), state);
        }
        if (node instanceof LevelNode level && level.getLevel() < LevelConstants.ActionLevel) {
            return isTrue(node, context, state);
        }
        return !(node instanceof OpApplNode application) || applied(application, context, state);
    }

    private boolean applied(OpApplNode node, Context context, TLCState state) {
        ExprOrOpArgNode[] parts = node.getArgs();
        switch (BuiltInOPs.getOpCode(node.getOperator().getName())) {
            case ToolGlobals.OPCODE_cl, ToolGlobals.OPCODE_land:
                for (ExprOrOpArgNode part : parts) {
                    if (!hold(part, context, state)) {
                        return false;
                    }
                }
                return true;
            case ToolGlobals.OPCODE_dl, ToolGlobals.OPCODE_lor:
                for (ExprOrOpArgNode part : parts) {
                    if (hold(part, context, state)) {
                        return true;
                    }
                }
                return false;
            case ToolGlobals.OPCODE_ite:
                return isAction(parts[0]) || hold(parts[isTrue(parts[0], context, state) ? 1 : 2], context, state);
            case ToolGlobals.OPCODE_be:
                return exists(node, context, state);
            case 0:
                return defined(node, context, state);
            default:
                return true;
        }
    }

    private boolean exists(OpApplNode node, Context context, TLCState state) {
        for (ExprOrOpArgNode set : node.getBdedQuantBounds()) {
            if (isAction(set)) {
                return true;
            }
        }
        IContextEnumerator each = tool.contexts(node, context, state, TLCState.Empty, EvalControl.Clear);
        for (Context inner = each.nextElement(); inner != null; inner = each.nextElement()) {
            if (hold(node.getArgs()[0], inner, state)) {
                return true;
            }
        }
        return false;
    }

    private boolean defined(OpApplNode node, Context context, TLCState state) {
        if (!(tool.lookup(node.getOperator(), context, false) instanceof OpDefNode definition)
                || definition.getBody() instanceof SubstInNode || definition.getArity() != node.getArgs().length) {
            return true;
        }
        return hold(definition.getBody(), tool.getOpContext(definition, node.getArgs(), context, true), state);
    }

    private static boolean isAction(SemanticNode node) {
        return node instanceof LevelNode level && level.getLevel() >= LevelConstants.ActionLevel;
    }

    boolean isTrue(SemanticNode node, Context context, TLCState state) {
        return ((BoolValue) tool.eval(node, context, state, TLCState.Empty, EvalControl.Clear, CostModel.DO_NOT_RECORD)).val;
    }
}
