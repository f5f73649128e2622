package org.tlalloc.model.tlc;

import java.util.List;
import tla2sany.semantic.ExprNode;
import tla2sany.semantic.OpDefNode;

/**
 * An action as {@code Next} names it.
 *
 * @param name       the symbol that stands in Next, also where the .cfg replaces it
 * @param kind       CALL, INTERNAL or ENVIRONMENT
 * @param parameters names without {@code result}
 * @param definition the definition that TLC evaluates
 * @param declared   the symbol's own definition, in whose names the parameters are
 * @param ranges     the set over which Next quantifies each parameter, {@code result} included
 */
record NamedAction(String name, String kind, List<String> parameters, boolean hasResult,
                   OpDefNode definition, OpDefNode declared, List<ExprNode> ranges) {
}
