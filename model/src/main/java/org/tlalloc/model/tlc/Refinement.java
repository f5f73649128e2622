package org.tlalloc.model.tlc;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import tla2sany.semantic.FormalParamNode;
import tla2sany.semantic.ModuleNode;
import tla2sany.semantic.OpDefNode;
import tla2sany.semantic.SemanticNode;
import tlc2.tool.Action;
import tlc2.tool.TLCState;
import tlc2.tool.impl.Tool;
import tlc2.util.Context;

/**
 * The labelled refinement: each step {@code A(arguments, result)} must satisfy
 * {@code Contract!A(arguments, result)} of the same two states.
 *
 * <p>Parameters are matched by name; one that the contract does not know, such as a
 * leading {@code cpu}, is left out. An action that the contract lacks must leave the
 * contract's variables, {@code Contract!vars}, as they are.
 *
 * <p>What the contract's variables are in a state is worked out once a state, by
 * {@link Images}: a step is looked at hundreds of times from either side, and where
 * the mapping is a walk through tables it would cost more than all else.
 */
final class Refinement {
    static final String PREFIX = "Contract!";

    private final Tool tool;
    private final Action initial;
    private final Action variables;
    private final NextForm form;
    private final Images images;
    private final Map<Action, Action> labelled = new IdentityHashMap<>();
    private final List<Finding> findings = new ArrayList<>();

    private Refinement(Tool tool, OpDefNode initial, NextForm form) {
        this.tool = tool;
        this.form = form;
        this.images = new Images(tool);
        this.initial = action(initial, Context.Empty);
        ModuleNode root = tool.getRootModule();
        OpDefNode vars = root.getOpDef(PREFIX + "vars");
        this.variables = vars == null ? null : action(vars, Context.Empty);
        for (Action action : tool.getActions()) {
            NamedAction named = form.of(action);
            if (named != null) {
                OpDefNode abstractly = root.getOpDef(PREFIX + named.name());
                labelled.put(action, abstractly == null ? null : label(action, named, abstractly));
                if (abstractly == null && variables == null) {
                    findings.add(Finding.at(named.declared(), "the contract has no " + named.name()
                            + ", so it must leave the contract's variables alone: define vars there"));
                }
            }
        }
    }

    /** The refinement that the root module states, or null if it states none. */
    static Refinement of(Tool tool, NextForm form) {
        OpDefNode initial = tool.getRootModule().getOpDef(PREFIX + "Init");
        return initial == null ? null : new Refinement(tool, initial, form);
    }

    List<Finding> findings() {
        return findings;
    }

    private Action label(Action action, NamedAction named, OpDefNode abstractly) {
        FormalParamNode[] declared = named.declared().getParams();
        FormalParamNode[] evaluated = named.definition().getParams();
        Context context = Context.Empty;
        for (FormalParamNode parameter : abstractly.getParams()) {
            int place = 0;
            while (place < declared.length && declared[place].getName() != parameter.getName()) {
                place++;
            }
            if (place == declared.length) {
                findings.add(Finding.at(named.declared(), named.name() + " lacks parameter " + parameter.getName()
                        + " of its contract's " + abstractly.getName() + ": use the contract's names"));
                return null;
            }
            context = context.cons(parameter, action.con.lookup(evaluated[place]));
        }
        return action(abstractly, context);
    }

    /* No action in the case of vars, but like one a formula in a context. */
    private Action action(OpDefNode abstractly, Context arguments) {
        SemanticNode body = images.bodyOf(abstractly.getBody());
        return new Action(body, images.contextOf(abstractly.getBody(), arguments), abstractly);
    }

    String nameOf(Action action) {
        return form.of(action).name();
    }

    /** Whether the contract may begin here. */
    boolean allowsInitial(TLCState state) {
        images.look(state, state);
        return tool.isValid(initial, state);
    }

    /** Whether the step is one of the contract's, under the same label. */
    boolean allows(Action action, TLCState from, TLCState to) {
        images.look(from, to);
        Action abstractly = labelled.get(action);
        if (abstractly != null) {
            return tool.isValid(abstractly, from, to);
        }
        return tool.eval(variables.pred, variables.con, from).equals(tool.eval(variables.pred, variables.con, to));
    }
}
