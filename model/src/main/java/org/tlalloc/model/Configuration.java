package org.tlalloc.model;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A .cfg file, section by section; a section is a keyword of TLC's and what follows it. */
final class Configuration {
    private static final Set<String> KEYWORDS = Set.of("CONSTANT", "CONSTANTS", "INIT", "NEXT", "SPECIFICATION",
            "INVARIANT", "INVARIANTS", "PROPERTY", "PROPERTIES", "SYMMETRY", "VIEW", "CONSTRAINT", "CONSTRAINTS",
            "ACTION_CONSTRAINT", "ACTION_CONSTRAINTS", "CHECK_DEADLOCK", "POSTCONDITION", "ALIAS", "TYPE",
            "TYPE_CONSTRAINT");
    private static final Pattern STRING_OR_WORD = Pattern.compile("\"(?:\\\\.|[^\"\\\\\\n])*\"|\\w+|\\S");

    private static final Pattern REPLACEMENT = Pattern.compile("(\\w+)\\s*<-\\s*(\\w+)");

    private final List<Section> sections = new ArrayList<>();

    /** @param text what follows the keyword, without comments */
    private record Section(String keyword, String text) {
    }

    private Configuration() {
    }

    /** @throws IOException if the file cannot be read, or begins with something else than a section */
    static Configuration read(Path file) throws IOException {
        ModelChecker.requireReadable(file);
        String text = withoutComments(Files.readString(file));
        Configuration configuration = new Configuration();
        String keyword = null;
        int begin = 0;
        for (Matcher token = STRING_OR_WORD.matcher(text); token.find();) {
            if (KEYWORDS.contains(token.group())) {
                configuration.add(keyword, text.substring(begin, token.start()));
                keyword = token.group();
                begin = token.end();
            } else if (keyword == null) {
                throw new IOException("file=" + file + ": `" + token.group()
                        + "` stands where a section such as CONSTANTS should begin");
            }
        }
        configuration.add(keyword, text.substring(begin));
        return configuration;
    }

    private void add(String keyword, String text) {
        if (keyword != null) {
            sections.add(new Section(keyword, text));
        }
    }

    /* Comments in parentheses nest, as TLC has it. */
    private static String withoutComments(String text) {
        StringBuilder plain = new StringBuilder();
        int depth = 0;
        boolean quoted = false;
        for (int i = 0; i < text.length(); i++) {
            if (!quoted && text.startsWith("(*", i)) {
                depth++;
                i++;
            } else if (depth > 0) {
                if (text.startsWith("*)", i)) {
                    depth--;
                    i++;
                    plain.append(' ');
                }
            } else if (!quoted && text.startsWith("\\*", i)) {
                int end = text.indexOf('\n', i);
                i = (end < 0 ? text.length() : end) - 1;
            } else {
                char c = text.charAt(i);
                quoted ^= c == '"' && (i == 0 || text.charAt(i - 1) != '\\');
                quoted &= c != '\n';
                plain.append(c);
            }
        }
        return plain.toString();
    }

    /** The sections that give the constants their values and replace definitions, as the file has them. */
    String constants() {
        StringBuilder text = new StringBuilder();
        for (Section section : sections) {
            if (section.keyword.startsWith("CONSTANT")) {
                text.append(section.keyword).append(section.text.stripTrailing()).append('\n');
            }
        }
        return text.toString();
    }

    /** Which definitions, and constants, others take the place of, by name. */
    Map<String, String> replacements() {
        Map<String, String> replacements = new LinkedHashMap<>();
        for (Matcher matcher = REPLACEMENT.matcher(constants()); matcher.find();) {
            replacements.put(matcher.group(1), matcher.group(2));
        }
        return replacements;
    }

    List<String> invariants() {
        return names("INVARIANT", "INVARIANTS");
    }

    List<String> properties() {
        return names("PROPERTY", "PROPERTIES");
    }

    /** What INIT names, or the usual name where the file has none. */
    String init() {
        return names("INIT").stream().findFirst().orElse("Init");
    }

    /** What NEXT names, or the usual name where the file has none. */
    String next() {
        return names("NEXT").stream().findFirst().orElse("Next");
    }

    private List<String> names(String... keywords) {
        return sections.stream().filter(section -> List.of(keywords).contains(section.keyword))
                .flatMap(section -> Pattern.compile("\\s+").splitAsStream(section.text.strip()))
                .filter(name -> !name.isEmpty()).toList();
    }
}
