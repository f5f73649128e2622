package org.tlalloc.conformance.machine;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.tlalloc.machine.Access;
import org.tlalloc.machine.ControlState;

/** Probes as text, one a line: {@code linear,access,cpl,ac}; CPL and EFLAGS.AC may be left out and are 0 then. */
public final class ProbeReader {
    private ProbeReader() {
    }

    /**
     * @param control the registers, but for CPL and EFLAGS
     * @throws IllegalArgumentException for the first line that is no probe, with its number
     */
    public static List<Probe> read(BufferedReader from, ControlState control) throws IOException {
        List<Probe> probes = new ArrayList<>();
        for (InputLines.Line line : InputLines.read(from, "linear")) {
            try {
                probes.add(probe(line, control));
            } catch (IllegalArgumentException e) {
                throw line.refuse(e.getMessage());
            }
        }
        return probes;
    }

    private static Probe probe(InputLines.Line line, ControlState control) {
        if (line.fields().size() < 2 || line.fields().size() > 4) {
            throw new IllegalArgumentException("fields=" + line.fields().size() + " are not linear,access[,cpl[,ac]]");
        }
        long linear = Numerals.parse("linear", line.field(0));
        if (!control.layout().isCanonical(linear)) {
            throw new IllegalArgumentException(String.format("linear=0x%x is not canonical in %s", linear, control.layout()));
        }
        int cpl = line.field(2).isEmpty() ? 0 : Numerals.parseInt("cpl", line.field(2));
        String ac = line.field(3);
        if (!ac.isEmpty() && !ac.equals("0") && !ac.equals("1")) {
            throw new IllegalArgumentException("ac=" + ac + " is not 0 or 1");
        }
        return new Probe(control.withCpl(cpl).withEflags(ac.equals("1") ? ControlState.EFLAGS_AC : 0), linear, access(line.field(1)));
    }

    private static Access access(String name) {
        return switch (name.toLowerCase(Locale.ROOT)) {
            case "read", "r" -> Access.READ;
            case "write", "w" -> Access.WRITE;
            case "execute", "x" -> Access.EXECUTE;
            default -> throw new IllegalArgumentException("access=" + name + " is not read, write or execute");
        };
    }
}
