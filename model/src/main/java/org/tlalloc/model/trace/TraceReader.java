package org.tlalloc.model.trace;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.tlalloc.model.value.Value;
import org.tlalloc.model.value.ValueSyntaxException;

/**
 * Reads a behaviour as TLC prints it: the error trace among what TLC writes to the
 * console, with or without {@code -tool} and {@code -difftrace}, or a file that
 * {@code -simulate file=...} writes; and as {@link Story} tells it.
 *
 * <p>A step's action is known by its name at most; the arguments that newer releases
 * print behind it are passed over. Files of a simulation have names only from release
 * 1.8 on. Where TLC says "Back to state n", the step that leads there is the last of
 * the list; where it says "Stuttering", nothing is added.
 */
public final class TraceReader {
    private static final Pattern STATE = Pattern.compile("State (\\d+):\\s*(.*)");
    private static final Pattern BACK = Pattern.compile("Back to state:? (\\d+)(?::\\s*(.*))?");
    private static final Pattern ONLY_STATE = Pattern.compile(".* is violated by the initial state:");
    private static final Pattern SIMULATED = Pattern.compile("STATE_(\\d+)\\s*==\\s*(.*)");
    private static final Pattern SIMULATED_END = Pattern.compile("={4,}");
    private static final Pattern TITLE_COMMENT = Pattern.compile("\\\\\\*\\s*(<.*)");
    /* With -tool, a message stands between lines of its own, and what it is about is left out. */
    private static final String TOOL_MARK = "@!@!@";
    private static final String TOOL_BEGIN = TOOL_MARK + "STARTMSG";
    private static final Pattern TOOL_STATE = Pattern.compile("(\\d+): ((?:<|Stuttering).*)");
    private static final Pattern TOOL_BACK = Pattern.compile("(\\d+): Back to state(?::\\s*(.*))?");

    private static final Pattern ACTION =
            Pattern.compile("<([A-Za-z0-9_!]+)(?:\\s*\\(.*\\))? line \\d+, col \\d+ to line \\d+, col \\d+ of module \\w+>");
    /* What TLC calls an action that has no name. */
    private static final String NAMELESS = "Action";

    private final Path file;
    private final List<String> lines;
    private final boolean lastLineEnds;
    private int next;
    private final List<Step> steps = new ArrayList<>();

    private boolean simulated;
    private boolean ended;
    /* -difftrace leaves out of a state what did not change, but not out of the last. */
    private Set<String> lastRead = Set.of();
    private int lastAt;

    private TraceReader(Path file, String text) {
        this.file = file;
        this.lines = text.lines().map(String::strip).toList();
        this.lastLineEnds = text.endsWith("\n");
    }

    /**
     * The behaviour in the file, from its initial state on.
     *
     * @throws IOException if it cannot be read, or holds none, or several, or a damaged one;
     *                     the message is one line with the file, the line and the reason
     */
    public static List<Step> read(Path file) throws IOException {
        // Not only regular files: a pipe will do.
        if (!Files.exists(file) || Files.isDirectory(file)) {
            throw new IOException("file=" + file + (Files.isDirectory(file) ? " is a folder" : " does not exist"));
        }
        if (!Files.isReadable(file)) {
            throw new IOException("file=" + file + " cannot be read");
        }
        // Other encodings do no harm: names and values of a trace are ASCII but for strings.
        String text = new String(bytes(file), StandardCharsets.UTF_8);
        return new TraceReader(file, text).read();
    }

    private static byte[] bytes(Path file) throws IOException {
        try (InputStream in = new FileInputStream(file.toFile())) {
            return in.readAllBytes();
        }
    }

    private List<Step> read() throws IOException {
        String title = null;
        while (next < lines.size()) {
            int at = next++;
            Matcher comment = TITLE_COMMENT.matcher(lines.get(at));
            if (comment.matches()) {
                title = comment.group(1);
            } else if (!lines.get(at).isEmpty()) {
                line(at, title);
                title = null;
            }
        }
        if (steps.isEmpty()) {
            throw new IOException("file=" + file + ": no trace in it");
        }
        if (simulated && !ended) {
            throw malformed(lines.size() - 1, "the trace is cut short: a line of ==== should end it");
        }
        if (!ended) {
            requireWhole();
        }
        return Collections.unmodifiableList(steps);
    }

    private void line(int at, String title) throws IOException {
        Matcher state = match(STATE, TOOL_STATE, at);
        Matcher back = match(BACK, TOOL_BACK, at);
        Matcher simulation = SIMULATED.matcher(lines.get(at));
        if (StoryText.begins(lines.get(at))) {
            story(at);
        } else if (state != null && state.group(2).startsWith("Stuttering")) {
            ended = true;
        } else if (state != null) {
            state(number(state.group(1), at), state.group(2), at, "");
        } else if (back != null) {
            back(number(back.group(1), at), back.group(2), at);
        } else if (ONLY_STATE.matcher(lines.get(at)).matches()) {
            state(1, null, at, "");
        } else if (simulation.matches()) {
            simulated = true;
            state(number(simulation.group(1), at), title, at, simulation.group(2));
        } else if (simulated && SIMULATED_END.matcher(lines.get(at)).matches()) {
            requireWhole();
            ended = true;
        }
    }

    private void story(int at) throws IOException {
        if (!steps.isEmpty()) {
            throw malformed(at, "a second trace begins here: keep one of them");
        }
        StoryText story = new StoryText(lines, at);
        try {
            steps.addAll(story.read());
        } catch (ValueSyntaxException e) {
            throw malformed(Math.min(story.place(), lines.size() - 1), e.reason());
        }
        next = story.place();
        if (next == lines.size() && !lastLineEnds) {
            throw malformed(next - 1, "the trace is cut short: its last line does not end");
        }
        ended = true;
    }

    /** The line, if it has this form, or behind a mark of -tool the other; null if neither. */
    private Matcher match(Pattern plain, Pattern tool, int at) {
        Matcher matcher = plain.matcher(lines.get(at));
        if (matcher.matches()) {
            return matcher;
        }
        matcher = tool.matcher(lines.get(at));
        return at > 0 && lines.get(at - 1).startsWith(TOOL_BEGIN) && matcher.matches() ? matcher : null;
    }

    private int number(String digits, int at) throws IOException {
        try {
            return Integer.parseInt(digits);
        } catch (NumberFormatException e) {
            throw malformed(at, "state=" + digits + " is beyond every trace");
        }
    }

    private void state(int number, String title, int at, String rest) throws IOException {
        if (number != steps.size() + 1) {
            throw malformed(at, steps.isEmpty() ? "the initial state, state=1, should stand before state=" + number
                    : number == 1 ? "a second trace begins here: keep one of them"
                    : "state=" + number + " stands behind state=" + steps.size());
        }
        if (ended) {
            throw malformed(at, "state=" + number + " stands behind the trace's end");
        }
        Map<String, Value> read = body(at, rest);
        Map<String, Value> state = new TreeMap<>();
        if (number > 1) {
            state.putAll(steps.get(number - 2).state());
            requireKnown(read.keySet(), state.keySet(), at);
        } else if (read.isEmpty()) {
            throw malformed(at, "the initial state has no variables");
        }
        state.putAll(read);
        lastRead = read.keySet();
        lastAt = at;
        String name = title == null ? null : action(title, at);
        steps.add(number == 1 ? Step.initial(state) : new Step(null, name, state));
    }

    private void requireKnown(Set<String> variables, Set<String> known, int at) throws IOException {
        for (String variable : variables) {
            if (!known.contains(variable)) {
                throw malformed(at, "variable " + variable + " is not in the initial state");
            }
        }
    }

    private void requireWhole() throws IOException {
        Set<String> missing = new TreeSet<>(steps.get(steps.size() - 1).state().keySet());
        missing.removeAll(lastRead);
        if (!missing.isEmpty()) {
            throw malformed(lastAt, "the last state lacks variables " + missing);
        }
    }

    private void back(int number, String title, int at) throws IOException {
        if (number < 1 || number > steps.size()) {
            throw malformed(at, "there is no state=" + number + " to lead back to");
        }
        steps.add(new Step(null, title == null ? null : action(title, at), steps.get(number - 1).state()));
        ended = true;
    }

    /** The state that stands below the line. */
    private Map<String, Value> body(int at, String rest) throws IOException {
        StringBuilder text = new StringBuilder(rest);
        while (next < lines.size() && isOfState(lines.get(next))) {
            text.append('\n').append(lines.get(next++));
        }
        if (next == lines.size() && !lastLineEnds) {
            throw malformed(next - 1, "the trace is cut short: its last line does not end");
        }
        try {
            return new StateText(text.toString()).read();
        } catch (ValueSyntaxException e) {
            throw malformed(at + (int) text.chars().limit(e.position()).filter(c -> c == '\n').count(), e.reason());
        }
    }

    private static boolean isOfState(String line) {
        return !line.isEmpty() && !line.startsWith(TOOL_MARK) && !line.startsWith("\\*")
                && !STATE.matcher(line).matches() && !BACK.matcher(line).matches()
                && !SIMULATED.matcher(line).matches() && !SIMULATED_END.matcher(line).matches();
    }

    /** The name in a title such as {@code <Allocate line 42, col 5 to line 47, col 20 of module Buddy>}, if it has one. */
    private String action(String title, int at) throws IOException {
        Matcher matcher = ACTION.matcher(title);
        if (matcher.matches()) {
            return matcher.group(1).equals(NAMELESS) ? null : matcher.group(1);
        }
        if (!title.startsWith("<") || !title.endsWith(">")) {
            throw malformed(at, "an action such as <Allocate line 1, col 2 to line 3, col 4 of module Buddy>"
                    + " should stand here, not `" + title + "`");
        }
        return null;
    }

    private IOException malformed(int at, String why) {
        return new IOException("file=" + file + " line=" + (at + 1) + ": " + why);
    }
}
