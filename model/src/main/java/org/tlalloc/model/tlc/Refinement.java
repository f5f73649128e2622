package org.tlalloc.model.tlc;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import tla2sany.semantic.FormalParamNode;
import tla2sany.semantic.LevelConstants;
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
 * <p>That the contract's calls are not refused either is for {@link Refusals} to see.
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
    private final Guards guards;
    private final Map<Action, Action> labelled = new IdentityHashMap<>();
    private final List<Finding> findings = new ArrayList<>();

    private Refinement(Tool tool, OpDefNode initial, NextForm form) {
        this.tool = tool;
        this.form = form;
        this.images = new Images(tool);
        this.guards = new Guards(tool);
        this.initial = action(initial, Context.Empty);
        ModuleNode root = tool.getRootModule();
        OpDefNode vars = root.getOpDef(PREFIX + "vars");
        this.variables = vars == null ? null : action(vars, Context.Empty);
        for (Action action : tool.getActions()) {
            NamedAction named = form.of(action);
            if (named != null) {
                OpDefNode abstractly = root.getOpDef(PREFIX + named.name());
                labelled.put(action, abstractly == null ? null : label(action, named, abstractly));
                if (abstractly == null && answers(named)) {
                    findings.add(Finding.at(named.declared(), "the contract has no " + named.name()
                            + " that could judge its `result`: let it have one, or drop the parameter"));
                }
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

    /**
     * What the contract sees of a call: its action and the arguments that it knows; null if it has no such action, or
     * if this is a step that nobody calls for, which may wait.
     */
    List<Object> callOf(Action action) {
        Action abstractly = labelled.get(action);
        if (abstractly == null || !form.of(action).kind().equals("CALL")) {
            return null;
        }
        List<Object> call = new ArrayList<>(List.of(abstractly.getOpDef()));
        for (FormalParamNode parameter : abstractly.getOpDef().getParams()) {
            if (!isResult(parameter)) {
                call.add(abstractly.con.lookup(parameter));
            }
        }
        return call;
    }

    /** Where the contract leaves it open whether this call is enabled: a state predicate; null if it leaves it nowhere. */
    Action mayRefuse(Action action) {
        NamedAction named = form.of(action);
        OpDefNode open = tool.getRootModule().getOpDef(PREFIX + "MayRefuse" + named.name());
        return open == null ? null : matched(action, named, open);
    }

    /** Whether the contract lets this call be made, with this result. */
    boolean enables(Action action, TLCState state) {
        Action abstractly = labelled.get(action);
        images.look(state, state);
        return guards.hold(abstractly.pred, abstractly.con, state);
    }

    boolean holds(Action predicate, TLCState state) {
        images.look(state, state);
        return guards.isTrue(predicate.pred, predicate.con, state);
    }

    /** The module that is held to be the contract. */
    String contract() {
        return Claims.modules(tool.getRootModule()).flatMap(module -> Arrays.stream(module.getInstances()))
                .filter(instance -> instance.getName() != null && PREFIX.equals(instance.getName() + "!"))
                .map(instance -> instance.getModule().getName().toString()).findFirst().orElseThrow();
    }

    /** Whether its result says anything: that a call is done, which is all that it may answer, needs no judge. */
    private boolean answers(NamedAction named) {
        FormalParamNode[] parameters = named.definition().getParams();
        return named.hasResult() && Arrays.stream(tool.getActions()).filter(action -> form.of(action) == named)
                .map(action -> action.con.lookup(parameters[parameters.length - 1])).distinct().count() > 1;
    }

    private static boolean isResult(FormalParamNode parameter) {
        return parameter.getName().toString().equals("result");
    }

    List<Finding> findings() {
        // An action has as many instances as it has arguments.
        return findings.stream().distinct().toList();
    }

    private Action label(Action action, NamedAction named, OpDefNode abstractly) {
        if (abstractly.getBody().getLevel() != LevelConstants.ActionLevel) {
            findings.add(Finding.at(named.declared(), abstractly.getName() + " is no action, so that it would allow "
                    + named.name() + " any next state: name one of them otherwise"));
        }
        if (answers(named) && Arrays.stream(abstractly.getParams()).noneMatch(Refinement::isResult)) {
            findings.add(Finding.at(named.declared(), named.name() + " has a `result`, which " + abstractly.getName()
                    + " does not judge: let it have one too, or drop the parameter"));
        }
        return matched(action, named, abstractly);
    }

    /** A formula of the contract's, with the action's arguments for its parameters. */
    private Action matched(Action action, NamedAction named, OpDefNode abstractly) {
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
