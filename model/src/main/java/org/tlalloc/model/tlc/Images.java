package org.tlalloc.model.tlc;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import tla2sany.semantic.ASTConstants;
import tla2sany.semantic.ExprOrOpArgNode;
import tla2sany.semantic.OpApplNode;
import tla2sany.semantic.OpDeclNode;
import tla2sany.semantic.SemanticNode;
import tla2sany.semantic.Subst;
import tla2sany.semantic.SubstInNode;
import tlc2.tool.TLCState;
import tlc2.tool.coverage.CostModel;
import tlc2.tool.impl.Tool;
import tlc2.util.Context;
import tlc2.value.impl.EvaluatingValue;
import tlc2.value.impl.FcnLambdaValue;
import tlc2.value.impl.FcnRcdValue;
import tlc2.value.impl.SetPredValue;
import tlc2.value.impl.Value;
import util.UniqueString;

/**
 * The contract's variables in the states of the refining module: the values that the
 * instance's substitutions have there, kept for the states seen last.
 *
 * <p>TLC evaluates a substitution wherever the variable stands, and after a prime each
 * time anew. Here the substitution is bound to a value that looks at which state it is
 * asked for. Each thread keeps its own values, since reading one may normalize it.
 */
final class Images {
    /* Of states a thread. A level's states have their successors among those seen of late. */
    private static final int KEPT = 1 << 13;

    private final Tool tool;
    private final UniqueString[] variables = GraphCapture.sortedVariables();
    private final Map<SemanticNode, Integer> places = new LinkedHashMap<>();
    /* Not a ThreadLocal: the thread that finds the initial states outlives TLC, and would keep it. */
    private final Map<Thread, Sight> sights = new ConcurrentHashMap<>();

    Images(Tool tool) {
        this.tool = tool;
    }

    /** What is left of an instance's formula without its substitutions. */
    SemanticNode bodyOf(SemanticNode formula) {
        return formula instanceof SubstInNode instance ? instance.getBody() : formula;
    }

    /** The substitutions of an instance's formula, beside the context that its parameters have. */
    Context contextOf(SemanticNode formula, Context parameters) {
        if (!(formula instanceof SubstInNode instance)) {
            return parameters;
        }
        Context context = parameters;
        for (Subst substitution : instance.getSubsts()) {
            context = context.cons(substitution.getOp(), bound(substitution.getOp(), substitution.getExpr()));
        }
        return context;
    }

    private Object bound(OpDeclNode declared, ExprOrOpArgNode expression) {
        if (declared.getKind() != ASTConstants.VariableDeclKind || isVariable(expression)) {
            return tool.getVal(expression, Context.Empty, false);
        }
        return new Image(expression, places.computeIfAbsent(expression, any -> places.size()));
    }

    /* One of the refining module's own variables, which the state holds. */
    private static boolean isVariable(ExprOrOpArgNode expression) {
        return expression instanceof OpApplNode application && application.getOperator() instanceof OpDeclNode;
    }

    /** The two states that formulas will be asked about. */
    void look(TLCState from, TLCState to) {
        if (!places.isEmpty()) {
            sight().look(from, to);
        }
    }

    private Sight sight() {
        return sights.computeIfAbsent(Thread.currentThread(), any -> new Sight());
    }

    /** A substitution, whose value is that of the state it is asked for. */
    private final class Image extends EvaluatingValue {
        private static final long serialVersionUID = 1L;
        private final transient ExprOrOpArgNode expression;
        private final int place;

        Image(ExprOrOpArgNode expression, int place) {
            super(null, null, 0);
            this.expression = expression;
            this.place = place;
        }

        @Override
        public Value eval(Tool asking, ExprOrOpArgNode[] arguments, Context context, TLCState state, TLCState successor,
                          int control, CostModel costs) {
            Value[] values = sight().valuesOf(state);
            if (values == null) {
                return evaluate(state);
            }
            if (values[place] == null) {
                values[place] = evaluate(state);
            }
            return values[place];
        }

        private Value evaluate(TLCState state) {
            return enumerated((Value) tool.eval(expression, Context.Empty, state));
        }
    }

    /* A function or a set given by a formula would be worked out wherever it is looked into. */
    private static Value enumerated(Value value) {
        if (value instanceof SetPredValue set) {
            return set.toSetEnum();
        }
        Value plain = value instanceof FcnLambdaValue lambda ? lambda.toFcnRcd() : value;
        if (plain instanceof FcnRcdValue function) {
            for (int i = 0; i < function.values.length; i++) {
                function.values[i] = enumerated(function.values[i]);
            }
        }
        return plain;
    }

    /* TLC copies a state into each function given by a formula; the copy has the very same values. */
    private boolean same(TLCState one, TLCState other) {
        if (one == other) {
            return true;
        }
        for (UniqueString variable : variables) {
            if (one.lookup(variable) != other.lookup(variable)) {
                return false;
            }
        }
        return true;
    }

    /** What one thread looks at. */
    private final class Sight {
        private final Map<Long, Value[]> kept = new LinkedHashMap<>(KEPT * 2, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<Long, Value[]> eldest) {
                return size() > KEPT;
            }
        };
        private TLCState from;
        private TLCState to;
        private Value[] valuesFrom;
        private Value[] valuesTo;

        void look(TLCState one, TLCState other) {
            if (one != from) {
                from = one;
                valuesFrom = keptFor(one);
            }
            if (other != to) {
                to = other;
                valuesTo = other == one ? valuesFrom : keptFor(other);
            }
        }

        Value[] valuesOf(TLCState state) {
            return same(state, from) ? valuesFrom : same(state, to) ? valuesTo : null;
        }

        private Value[] keptFor(TLCState state) {
            return kept.computeIfAbsent(state.fingerPrint(), any -> new Value[places.size()]);
        }
    }
}
