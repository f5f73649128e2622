package org.tlalloc.model.tlc;

import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tla2sany.semantic.AssumeNode;
import tlc2.tool.impl.Tool;

/** Reads out of TLC's and SANY's output the one line that says what is wrong. */
final class Complaint {
    private static final Pattern SEMANTIC = Pattern.compile(
            "line (\\d+), col (\\d+) to line \\d+, col \\d+ of module (\\w+)\\s*\\n\\s*\\n(.+?)\\n\\s*\\n",
            Pattern.DOTALL);
    private static final Pattern SYNTAX = Pattern.compile(
            "\\*\\*\\*\\s*Parse Error\\s*\\*\\*\\*\\s*\\n(.+?)\\n\\s*(?:Residual stack trace|\\n)", Pattern.DOTALL);
    private static final Pattern LEXICAL = Pattern.compile("Lexical error[^\\n]*");
    private static final Pattern PLACE = Pattern.compile("line (\\d+),? col(?:umn)? (\\d+)");
    private static final Pattern FILE = Pattern.compile("Parsing file (\\S+)");
    private static final Pattern ERROR = Pattern.compile("Error: (.+?)(?=\\nError:|\\n\\s*\\n|\\nThe |\\nFinished|\\z)",
            Pattern.DOTALL);
    /* TLC wraps what went wrong into remarks that hold of every exception. */
    private static final Pattern CAUSE = Pattern.compile("Error: TLC threw an unexpected exception\\.\\n"
            + "This was probably.*?The exception was a [\\w.$]+\\s*:\\s*"
            + "(?:Attempted to apply the operator overridden by the Java method.*?following error:\\n)?"
            + "(.+?)(?=\\nError:|\\n\\s*\\n|\\nFinished|\\z)", Pattern.DOTALL);
    private static final Pattern NESTED =
            Pattern.compile("\\n\\d+\\. Line (\\d+), column (\\d+) to line \\d+, column \\d+ in (\\w+)");
    /* Where a value that TLC had put off evaluating was needed after all. */
    private static final Pattern PUT_OFF =
            Pattern.compile("Fingerprint Stack Trace:\\s*0\\) line (\\d+), col (\\d+) to line \\d+, col \\d+ of module (\\w+)");
    private static final Pattern ABORT =
            Pattern.compile("\\*\\*\\* Abort messages: \\d+\\s+(?:Unknown location\\s+)?(.+?)\\n\\s*\\n", Pattern.DOTALL);
    private static final Set<String> STANDARD = Set.of("Naturals", "Integers", "Reals", "Sequences", "FiniteSets",
            "Bags", "TLC", "TLCExt", "RealTime", "Randomization", "Json", "Toolbox");
    private static final Set<String> COMMUNITY = Set.of("BagsExt", "Bitwise", "Combinatorics", "CSV",
            "DifferentialEquations", "DyadicRationals", "FiniteSetsExt", "Folds", "Functions", "GraphViz", "Graphs",
            "HTML", "IOUtils", "Json", "Relation", "SequencesExt", "ShiViz", "Statistics", "SVG", "UndirectedGraphs",
            "VectorClocks", "TLAPS");

    private Complaint() {
    }

    /** A spec that SANY does not accept. */
    static String ofParser(String text, ModuleFinder finder, Throwable thrown) {
        if (!finder.missing().isEmpty()) {
            return missing(finder);
        }
        Matcher semantic = SEMANTIC.matcher(text);
        int errors = text.indexOf("*** Errors:");
        if (errors >= 0 && semantic.find(errors)) {
            return place(semantic.group(3), semantic.group(1), semantic.group(2)) + oneLine(semantic.group(4));
        }
        Matcher syntax = SYNTAX.matcher(text + "\n\n");
        if (syntax.find()) {
            return syntax(text, oneLine(syntax.group(1)));
        }
        Matcher lexical = LEXICAL.matcher(text);
        if (lexical.find()) {
            return syntax(text, oneLine(lexical.group()));
        }
        Matcher abort = ABORT.matcher(text + "\n\n");
        if (abort.find()) {
            return oneLine(abort.group(1));
        }
        if (thrown != null && String.valueOf(thrown.getMessage()).contains("Module-Table lookup failure")) {
            String module = lastParsed(text);
            return "module " + module + ": its file does not begin with a line like ---- MODULE " + module + " ----";
        }
        return ofRun(text, thrown);
    }

    private static String missing(ModuleFinder finder) {
        String name = finder.missing().iterator().next();
        String kind = COMMUNITY.contains(name)
                ? "it is one of the community modules, which do not come with TLC: get them and name their folder with --library"
                : STANDARD.contains(name) ? "it is a standard module that this release of TLC lacks"
                : "put it beside the model, or name its folder with --library";
        return "module " + name + " is not found in " + finder.getFullPath() + ": " + kind;
    }

    private static String syntax(String text, String reason) {
        Matcher place = PLACE.matcher(reason);
        String module = lastParsed(text);
        return place.find() ? place(module, place.group(1), place.group(2)) + reason
                : "module " + module + ": " + reason;
    }

    private static String lastParsed(String text) {
        String module = "?";
        for (Matcher file = FILE.matcher(text); file.find();) {
            String name = file.group(1);
            module = name.substring(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1)
                    .replaceFirst("\\.tla$", "");
        }
        return module;
    }

    private static String place(String module, String line, String column) {
        return "module " + module + ", line " + line + ", column " + column + ": ";
    }

    /** A run that TLC gave up. */
    static String ofRun(String text, Throwable thrown) {
        String reason = reason(text);
        if (reason != null) {
            return shorten(innermostPlace(text) + reason);
        }
        if (thrown != null) {
            Throwable cause = thrown;
            while (cause.getMessage() == null && cause.getCause() != null) {
                cause = cause.getCause();
            }
            return shorten(oneLine(cause.getMessage() == null ? cause.toString() : cause.getMessage()));
        }
        return "TLC stopped without saying why";
    }

    /** What TLC's first error says, without what it says of every error. */
    private static String reason(String text) {
        Matcher error = ERROR.matcher(text);
        while (error.find()) {
            String line = oneLine(error.group(1));
            if (line.startsWith("The behavior up to this point") || line.startsWith("The following behavior")
                    || line.startsWith("The error occurred when")) {
                continue;
            }
            Matcher cause = CAUSE.matcher(text.substring(error.start()));
            return cause.lookingAt() ? oneLine(cause.group(1)) : line;
        }
        return null;
    }

    /** The innermost of the nested expressions that TLC was evaluating, or nothing. */
    private static String innermostPlace(String text) {
        String place = "";
        for (Matcher nested = NESTED.matcher(text); nested.find();) {
            place = place(nested.group(3), nested.group(1), nested.group(2));
        }
        Matcher putOff = PUT_OFF.matcher(text);
        return place.isEmpty() && putOff.find() ? place(putOff.group(3), putOff.group(1), putOff.group(2)) : place;
    }

    /** The assumption that TLC printed as false, by its name if it has one. */
    static String assumption(Tool tool, String printed) {
        for (AssumeNode assume : tool.getRootModule().getAssumptions()) {
            if (printed.equals(assume.getAssume().toString()) && assume.getDef() != null) {
                return assume.getDef().getName().toString();
            }
        }
        return "the assumption at " + oneLine(printed);
    }

    private static String shorten(String line) {
        return line.length() <= 400 ? line : line.substring(0, 397) + "...";
    }

    static String oneLine(String text) {
        return text.strip().replaceAll("\\s+", " ");
    }
}
