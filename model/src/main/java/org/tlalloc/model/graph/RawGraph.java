package org.tlalloc.model.graph;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A graph as it was found, on its way to canonical numbers: transitions are
 * counted, room is made, they are entered, and {@link #canonical()} renumbers.
 */
final class RawGraph {
    private final GraphNames names;
    private final StateBytes states;
    private final int[] initial;
    private final int[] first;
    private int[] fill;
    /* action in the upper half, target in the lower. */
    private long[] steps;

    RawGraph(GraphNames names, StateBytes states, int[] initial) {
        this.names = names;
        this.states = states;
        this.initial = initial;
        this.first = new int[states.count() + 1];
    }

    void countTransition(int from) {
        first[from + 1]++;
    }

    void allocate() {
        for (int i = 0; i < states.count(); i++) {
            first[i + 1] = Math.addExact(first[i], first[i + 1]);
        }
        fill = Arrays.copyOf(first, states.count());
        steps = new long[first[states.count()]];
    }

    void transition(int from, int action, int to) {
        steps[fill[from]++] = (long) action << 32 | to;
    }

    /** @throws IllegalArgumentException if a state cannot be reached from the initial ones */
    StateGraph canonical() {
        int[] actionRank = sortActions();
        for (int state = 0; state < states.count(); state++) {
            sortSteps(state, actionRank);
        }
        int[] order = new int[states.count()];
        int[] number = new int[states.count()];
        int depth = breadthFirst(order, number);
        return build(order, number, depth);
    }

    private List<ActionInstance> sortedActions;

    private int[] sortActions() {
        Integer[] byName = IntStream.range(0, names.actions().size()).boxed().toArray(Integer[]::new);
        Arrays.sort(byName, Comparator.comparing(names.actions()::get));
        int[] rank = new int[byName.length];
        for (int i = 0; i < byName.length; i++) {
            rank[byName[i]] = i;
        }
        sortedActions = Arrays.stream(byName).map(names.actions()::get).toList();
        return rank;
    }

    private void sortSteps(int state, int[] actionRank) {
        for (int i = first[state]; i < first[state + 1]; i++) {
            steps[i] = (long) actionRank[(int) (steps[i] >>> 32)] << 32 | (int) steps[i];
        }
        Arrays.sort(steps, first[state], first[state + 1]);
        // One action may lead to several states: these stand in the order of their bytes.
        for (int i = first[state], end; i < first[state + 1]; i = end) {
            end = i + 1;
            while (end < first[state + 1] && steps[end] >>> 32 == steps[i] >>> 32) {
                end++;
            }
            if (end - i > 1) {
                sortByTargetBytes(i, end);
            }
        }
    }

    private void sortByTargetBytes(int from, int end) {
        Long[] run = IntStream.range(from, end).mapToObj(i -> steps[i]).toArray(Long[]::new);
        Arrays.sort(run, (one, other) -> states.compare(one.intValue(), other.intValue()));
        for (int i = from; i < end; i++) {
            steps[i] = run[i - from];
        }
    }

    /** Fills order (new to old) and number (old to new); returns the number of levels. */
    private int breadthFirst(int[] order, int[] number) {
        Arrays.fill(number, -1);
        int found = 0;
        int[] roots = IntStream.of(initial).distinct().boxed()
                .sorted(states::compare).mapToInt(i -> i).toArray();
        for (int root : roots) {
            number[root] = found;
            order[found++] = root;
        }
        int depth = 0;
        for (int next = 0, level = found; next < found; level = found) {
            depth++;
            for (; next < level; next++) {
                for (int i = first[order[next]]; i < first[order[next] + 1]; i++) {
                    int to = (int) steps[i];
                    if (number[to] < 0) {
                        number[to] = found;
                        order[found++] = to;
                    }
                }
            }
        }
        if (found < order.length) {
            throw new IllegalArgumentException(
                    "states that no path from an initial state reaches: count=" + (order.length - found));
        }
        return depth;
    }

    private StateGraph build(int[] order, int[] number, int depth) {
        int[] newFirst = new int[first.length];
        int[] action = new int[steps.length];
        int[] target = new int[steps.length];
        int at = 0;
        for (int state = 0; state < order.length; state++) {
            int from = at;
            for (int i = first[order[state]]; i < first[order[state] + 1]; i++) {
                steps[i] = steps[i] & 0xffff_ffff_0000_0000L | number[(int) steps[i]];
            }
            Arrays.sort(steps, first[order[state]], first[order[state] + 1]);
            for (int i = first[order[state]]; i < first[order[state] + 1]; i++, at++) {
                action[at] = (int) (steps[i] >>> 32);
                target[at] = (int) steps[i];
            }
            newFirst[state] = from;
        }
        newFirst[order.length] = at;
        GraphNames sorted = new GraphNames(names.spec(), names.constants(), names.variables(), sortedActions);
        int initialCount = (int) IntStream.of(initial).distinct().count();
        return new StateGraph(sorted, states.reordered(order), initialCount, newFirst, action, target, depth);
    }
}
