package org.tlalloc.model.graph;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The digest of a canonical graph: SHA-256 over its names, its states' bytes and its
 * transitions in their canonical order, of which the first 16 bytes are shown.
 */
final class GraphDigest {
    private static final int CHUNK = 1 << 14;

    private GraphDigest() {
    }

    static String of(StateGraph graph, StateBytes states) {
        MessageDigest sha = sha256();
        Octets head = new Octets();
        head.text(graph.spec());
        graph.constants().forEach((name, value) -> head.text(name + "=" + value));
        graph.variables().forEach(head::text);
        graph.actions().forEach(action -> head.text(action.signature().kind() + " " + action));
        head.int32(graph.initialStates().length);
        sha.update(head.buffer(), 0, head.length());
        sha.update(states.array(), 0, states.used());
        Octets steps = new Octets();
        for (int state = 0; state < graph.stateCount(); state++) {
            steps.int32(graph.endTransition(state) - graph.firstTransition(state));
            for (int i = graph.firstTransition(state); i < graph.endTransition(state); i++) {
                steps.int32(graph.action(i));
                steps.int32(graph.target(i));
            }
            if (steps.length() > CHUNK) {
                sha.update(steps.buffer(), 0, steps.length());
                steps.clear();
            }
        }
        sha.update(steps.buffer(), 0, steps.length());
        sha.update("end".getBytes(StandardCharsets.US_ASCII));
        return HexFormat.of().formatHex(sha.digest(), 0, 16);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
