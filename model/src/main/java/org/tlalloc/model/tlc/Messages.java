package org.tlalloc.model.tlc;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import tlc2.output.EC;
import tlc2.output.MP;
import tlc2.output.MPRecorder;
import tlc2.tool.TLCStateInfo;
import util.ToolIO;

/** Everything that TLC says, kept instead of printed. */
final class Messages extends MPRecorder {
    /** Enough for any report that we read out of the text; the rest is dropped. */
    private static final int TEXT_LIMIT = 1 << 20;

    private final ByteArrayOutputStream text = new ByteArrayOutputStream();
    private final List<TLCStateInfo> trace = new ArrayList<>();
    private int violation;
    private String violated;
    private int loopsBackTo = -1;
    private boolean stutters;
    private long initial;
    private boolean outOfMemory;

    static Messages redirect() {
        Messages messages = new Messages();
        PrintStream sink = new PrintStream(messages.limited(), true, StandardCharsets.UTF_8);
        // Setting the mode resets the streams: so it comes first.
        ToolIO.setMode(ToolIO.SYSTEM);
        ToolIO.out = sink;
        ToolIO.err = sink;
        MP.setRecorder(messages);
        return messages;
    }

    private java.io.OutputStream limited() {
        return new java.io.OutputStream() {
            @Override
            public void write(int octet) {
                synchronized (text) {
                    if (text.size() < TEXT_LIMIT) {
                        text.write(octet);
                    }
                }
            }

            @Override
            public void write(byte[] octets, int offset, int length) {
                synchronized (text) {
                    text.write(octets, offset, Math.min(length, Math.max(0, TEXT_LIMIT - text.size())));
                }
            }
        };
    }

    String text() {
        synchronized (text) {
            return text.toString(StandardCharsets.UTF_8);
        }
    }

    @Override
    public synchronized void record(int code, Object... objects) {
        switch (code) {
            case EC.TLC_INVARIANT_VIOLATED_INITIAL, EC.TLC_INVARIANT_VIOLATED_BEHAVIOR,
                 EC.TLC_PROPERTY_VIOLATED_INITIAL, EC.TLC_ACTION_PROPERTY_VIOLATED_BEHAVIOR,
                 EC.TLC_ASSUMPTION_FALSE -> violation(code, String.valueOf(objects[0]));
            case EC.TLC_DEADLOCK_REACHED -> violation(code, "Deadlock");
            case EC.SYSTEM_OUT_OF_MEMORY, EC.SYSTEM_OUT_OF_MEMORY_LIVENESS, EC.SYSTEM_OUT_OF_MEMORY_TOO_MANY_INIT ->
                    outOfMemory = true;
            case EC.TLC_TEMPORAL_PROPERTY_VIOLATED -> violation(code, null);
            case EC.TLC_STATE_PRINT1, EC.TLC_STATE_PRINT2 -> {
                if (objects.length > 0 && objects[0] instanceof TLCStateInfo info) {
                    trace.add(info);
                }
            }
            case EC.TLC_STATE_PRINT3 -> stutters = true;
            case EC.TLC_INIT_GENERATED1, EC.TLC_INIT_GENERATED2 -> initial = Long.parseLong(String.valueOf(objects[0]));
            case EC.TLC_BACK_TO_STATE -> loopsBackTo = Integer.parseInt(String.valueOf(objects[0])) - 1;
            default -> {
            }
        }
    }

    private void violation(int code, String name) {
        if (violation == 0) {
            violation = code;
            violated = name;
        }
    }

    /** TLC's code of the first violation; 0 if there was none. */
    int violation() {
        return violation;
    }

    /** Whether TLC gave up for want of memory; where it does not know that itself, what it caught says so. */
    boolean outOfMemory() {
        String said = text();
        return outOfMemory || said.contains("OutOfMemoryError") || said.contains("Java heap space")
                || said.contains("GC overhead limit exceeded");
    }

    /** @throws OutOfMemoryError if that is what was thrown, or its cause */
    static void requireMemory(Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof OutOfMemoryError memory) {
                throw memory;
            }
        }
    }

    String violated() {
        return violated;
    }

    /** The initial states that were generated, of which some may be equal. */
    long initial() {
        return initial;
    }

    List<TLCStateInfo> trace() {
        return trace;
    }

    /** The index of the state that the last one leads back to, or -1. */
    int loopsBackTo() {
        return loopsBackTo;
    }

    boolean stutters() {
        return stutters;
    }
}
