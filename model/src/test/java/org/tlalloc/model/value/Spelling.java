package org.tlalloc.model.value;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** Writes values in one of their many notations, with white space wherever it may stand. */
final class Spelling {
    private static final List<String> SPACES = List.of("", "", " ", "\n", "\r\n   ", "\t");

    private final Random random;

    Spelling(Random random) {
        this.random = random;
    }

    String of(Value value) {
        if (value instanceof SetValue set) {
            return set(set);
        }
        if (value instanceof FunctionValue function) {
            return function(function);
        }
        return space() + value + space();
    }

    private String set(SetValue set) {
        List<Value> elements = new ArrayList<>(set.elements());
        if (isInterval(elements) && random.nextBoolean()) {
            return space() + elements.get(0) + space() + ".." + space() + elements.get(elements.size() - 1) + space();
        }
        if (!elements.isEmpty() && random.nextBoolean()) {
            elements.add(elements.get(0));
            Collections.shuffle(elements, random);
        }
        return list("{", elements, "}");
    }

    private static boolean isInterval(List<Value> elements) {
        for (int i = 0; i < elements.size(); i++) {
            if (!(elements.get(i) instanceof IntValue number
                    && number.value() == ((IntValue) elements.get(0)).value() + i)) {
                return false;
            }
        }
        return !elements.isEmpty();
    }

    private String function(FunctionValue function) {
        if (function.isTuple() && (function.keys().isEmpty() || random.nextBoolean())) {
            return list("<<", function.values(), ">>");
        }
        List<String> pairs = new ArrayList<>();
        boolean asRecord = function.isRecord() && random.nextBoolean();
        for (int i = 0; i < function.keys().size(); i++) {
            Value key = function.keys().get(i);
            pairs.add(asRecord ? space() + ((StringValue) key).value() + space() + "|->" + of(function.values().get(i))
                    : of(key) + ":>" + of(function.values().get(i)));
        }
        Collections.shuffle(pairs, random);
        return space() + (asRecord ? "[" + String.join(",", pairs) + "]" : "(" + String.join("@@", pairs) + ")") + space();
    }

    private String list(String open, List<Value> elements, String close) {
        return space() + open + space() + String.join(",", elements.stream().map(this::of).toList()) + close + space();
    }

    private String space() {
        return SPACES.get(random.nextInt(SPACES.size()));
    }
}
