package org.tlalloc.model;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.tlalloc.model.value.FunctionValue;
import org.tlalloc.model.value.IntValue;
import org.tlalloc.model.value.SetValue;
import org.tlalloc.model.value.StringValue;
import org.tlalloc.model.value.Value;

/**
 * The root module of an oracle, and its .cfg: they extend the specification and give
 * its constants their values.
 *
 * <p>TLC wants a next-state relation, and would take Next apart into every instance of
 * every action: eleven million at 2^20 frames. So it is given one that has no steps.
 */
final class OracleModule {
    private static final String NAME = "TlallocOracle";
    private static final String STEP = "TlallocNoStep";
    private static final String CONSTANT = "TlallocConstant";

    private final String spec;
    private final String init;
    private final StringBuilder definitions = new StringBuilder();
    private final StringBuilder config = new StringBuilder();

    /** @param init the name of the initial predicate */
    OracleModule(Path spec, String init) {
        this.spec = spec.getFileName().toString().replaceFirst("\\.tla$", "");
        this.init = init;
        config.append("INIT ").append(init).append("\nNEXT ").append(STEP).append("\nCHECK_DEADLOCK FALSE\n");
    }

    /** The constants' values, and definitions to be replaced by others, by name. */
    OracleModule assigning(Map<String, Value> constants, Map<String, String> replaced) {
        config.append(constants.size() + replaced.size() > 0 ? "CONSTANTS\n" : "");
        constants.forEach(this::assign);
        replaced.forEach((from, to) -> config.append("    ").append(from).append(" <- ").append(to).append('\n'));
        return this;
    }

    /** Sections of a .cfg. */
    OracleModule with(String sections) {
        config.append(sections);
        return this;
    }

    /* A .cfg knows numbers from 0, strings without escapes, model values and sets; the rest has to be defined. */
    private void assign(String constant, Value value) {
        if (isPlain(value)) {
            config.append("    ").append(constant).append(" = ").append(value).append('\n');
        } else {
            definitions.append(CONSTANT).append(constant).append(" == ").append(value).append('\n');
            config.append("    ").append(constant).append(" <- ").append(CONSTANT).append(constant).append('\n');
        }
    }

    private static boolean isPlain(Value value) {
        if (value instanceof SetValue set) {
            return set.elements().stream().allMatch(OracleModule::isPlain);
        }
        if (value instanceof StringValue string) {
            return string.value().matches("[\\w .,:;-]*");
        }
        return !(value instanceof FunctionValue) && !(value instanceof IntValue number && number.value() < 0);
    }

    /** Writes both into the directory; returns the module's file, beside which the .cfg is. */
    Path write(Path directory) throws IOException {
        Files.writeString(directory.resolve(NAME + ".cfg"), config);
        return Files.writeString(directory.resolve(NAME + ".tla"), "---- MODULE " + NAME + " ----\nEXTENDS " + spec
                + "\n" + (definitions.isEmpty() ? "" : "LOCAL INSTANCE Integers\nLOCAL INSTANCE TLC\n" + definitions)
                + STEP + " == FALSE /\\ UNCHANGED " + init + "\n====\n");
    }
}
