package org.tlalloc.model.tlc;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import tla2sany.semantic.FormalParamNode;
import tla2sany.semantic.ModuleNode;
import tla2sany.semantic.OpDefNode;
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
 */
final class Refinement {
    static final String PREFIX = "Contract!";

    private final Tool tool;
    private final Action initial;
    private final OpDefNode variables;
    private final NextForm form;
    private final Map<Action, Action> labelled = new IdentityHashMap<>();
    private final List<Finding> findings = new ArrayList<>();

    private Refinement(Tool tool, OpDefNode initial, NextForm form) {
        this.tool = tool;
        this.form = form;
        this.initial = new Action(initial.getBody(), Context.Empty, initial);
        ModuleNode root = tool.getRootModule();
        this.variables = root.getOpDef(PREFIX + "vars");
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
        return new Action(abstractly.getBody(), context, abstractly);
    }

    String nameOf(Action action) {
        return form.of(action).name();
    }

    /** Whether the contract may begin here. */
    boolean allowsInitial(TLCState state) {
        return tool.isValid(initial, state);
    }

    /** Whether the step is one of the contract's, under the same label. */
    boolean allows(Action action, TLCState from, TLCState to) {
        Action abstractly = labelled.get(action);
        if (abstractly != null) {
            return tool.isValid(abstractly, from, to);
        }
        return tool.eval(variables.getBody(), Context.Empty, from)
                .equals(tool.eval(variables.getBody(), Context.Empty, to));
    }
}
