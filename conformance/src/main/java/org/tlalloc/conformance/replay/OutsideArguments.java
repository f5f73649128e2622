package org.tlalloc.conformance.replay;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.tlalloc.model.value.IntValue;
import org.tlalloc.model.value.Value;

/**
 * Arguments of an action that are not in its sets: next to what is, and far off. Integers have
 * such. A record is one of a list of requests that the model chose, and its neighbour may be as
 * good a request; what else there is has no outside that Java could name.
 */
final class OutsideArguments {
    /* Beyond this many combinations only one argument at a time is outside. */
    private static final int ALL_COMBINATIONS = 50_000;
    /* Java shifts by a number as by the number modulo 32. */
    private static final int SHIFT = 32;
    /* What careless code takes for the same: shifts go by 32 or 64, a cast drops what is beyond 8 or
       16 bits, frames times 4096 beyond 20, and the sign may be lost. */
    private static final int[] ALIASES = {SHIFT, 2 * SHIFT, 1 << 8, 1 << 16, 1 << 20, 1 << 30, 1 << 31};
    private static final int[] EDGES = {SHIFT - 1, 2 * SHIFT - 1, 2 * SHIFT, Integer.MIN_VALUE, Integer.MAX_VALUE};
    /* Lists of the model that get aliases, spread over all that there are. */
    private static final int MOST_ALIASED = 200;

    private final Set<List<Value>> known;
    private final int arity;
    private final List<List<Value>> near = new ArrayList<>();

    private OutsideArguments(int arity, Set<List<Value>> known) {
        this.known = known;
        this.arity = arity;
        for (int i = 0; i < arity; i++) {
            TreeSet<Value> values = values(i);
            TreeSet<Value> wide = new TreeSet<>(values);
            values.forEach(value -> wide.addAll(neighbours(value)));
            near.add(List.copyOf(wide));
        }
    }

    /** @param known lists of arguments that the model has, at least one */
    static List<List<Value>> of(int arity, Set<List<Value>> known) {
        if (arity == 0) {
            return List.of();
        }
        OutsideArguments arguments = new OutsideArguments(arity, known);
        Set<List<Value>> all = new LinkedHashSet<>();
        long combinations = 1;
        for (List<Value> candidates : arguments.near) {
            combinations = Math.min(ALL_COMBINATIONS + 1L, combinations * candidates.size());
        }
        if (combinations <= ALL_COMBINATIONS) {
            arguments.combine(new ArrayList<>(), all);
        } else {
            known.forEach(list -> arguments.oneAtATime(list, all));
        }
        arguments.far(all);
        all.removeAll(known);
        return List.copyOf(all);
    }

    /**
     * Lists with one argument that careless code could take for that of a list of the model, or that
     * is at the edge of what Java's numbers can be.
     *
     * @param known lists of arguments that the model has, at least one
     */
    static List<List<Value>> aliases(int arity, Set<List<Value>> known) {
        Set<List<Value>> all = new LinkedHashSet<>();
        List<List<Value>> lists = List.copyOf(known);
        int step = 1 + (lists.size() - 1) / MOST_ALIASED;
        for (int at = 0; at < lists.size(); at += step) {
            List<Value> list = lists.get(at);
            for (int i = 0; i < arity; i++) {
                if (list.get(i) instanceof IntValue number) {
                    for (int distance : ALIASES) {
                        all.add(with(list, i, Value.of(number.value() + distance)));
                    }
                    for (int edge : EDGES) {
                        all.add(with(list, i, Value.of(edge)));
                    }
                }
            }
        }
        of(arity, known).forEach(all::remove);
        all.removeAll(known);
        return List.copyOf(all);
    }

    private TreeSet<Value> values(int parameter) {
        TreeSet<Value> values = new TreeSet<>();
        known.forEach(list -> values.add(list.get(parameter)));
        return values;
    }

    private void combine(List<Value> chosen, Set<List<Value>> into) {
        if (chosen.size() == arity) {
            into.add(List.copyOf(chosen));
            return;
        }
        for (Value value : near.get(chosen.size())) {
            chosen.add(value);
            combine(chosen, into);
            chosen.remove(chosen.size() - 1);
        }
    }

    private void oneAtATime(List<Value> list, Set<List<Value>> into) {
        for (int i = 0; i < arity; i++) {
            for (Value value : neighbours(list.get(i))) {
                into.add(with(list, i, value));
            }
        }
    }

    /* The other arguments are those of the first list, which is as good as any. */
    private void far(Set<List<Value>> into) {
        List<Value> list = known.iterator().next();
        for (int i = 0; i < arity; i++) {
            if (values(i).first() instanceof IntValue least) {
                for (int value : new int[] {Integer.MIN_VALUE, Integer.MAX_VALUE, least.value() + SHIFT}) {
                    into.add(with(list, i, Value.of(value)));
                }
            }
        }
    }

    private static List<Value> with(List<Value> list, int place, Value value) {
        List<Value> changed = new ArrayList<>(list);
        changed.set(place, value);
        return List.copyOf(changed);
    }

    private static List<Value> neighbours(Value value) {
        List<Value> all = new ArrayList<>();
        if (value instanceof IntValue number) {
            if (number.value() > Integer.MIN_VALUE) {
                all.add(Value.of(number.value() - 1));
            }
            if (number.value() < Integer.MAX_VALUE) {
                all.add(Value.of(number.value() + 1));
            }
        }
        return all;
    }
}
