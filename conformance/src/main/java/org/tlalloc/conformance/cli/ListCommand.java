package org.tlalloc.conformance.cli;

import java.util.List;
import java.util.concurrent.Callable;
import org.tlalloc.model.Expectation;
import org.tlalloc.model.ModelEntry;
import picocli.CommandLine.Command;

@Command(name = "list", mixinStandardHelpOptions = true,
        description = "Lists the models of this checkout, with what model/manifest.json knows of them.",
        footer = "Those marked `full` take minutes and run only with --full, or when named.")
final class ListCommand implements Callable<Integer> {
    @Override
    public Integer call() {
        Table table = new Table(System.out, List.of(Table.Column.text("model", 34), Table.Column.text("specification", 17),
                Table.Column.text("size", 5), Table.Column.text("expected", 31), Table.Column.number("states", 7),
                Table.Column.number("transitions", 11), Table.Column.number("depth", 5),
                Table.Column.text("replayed on", 20), Table.Column.text("digest", 32)));
        table.head();
        for (ModelEntry entry : Project.open().catalogue().models()) {
            Expectation expect = entry.expect();
            boolean passes = expect.passes();
            table.row(entry.name(), entry.spec(), entry.full() ? "full" : "", expect.result(),
                    passes ? expect.distinctStates() : null, passes ? expect.transitions() : null,
                    passes ? expect.depth() : null, simpleName(entry.subject()), expect.digest());
        }
        return Exit.AGREED;
    }

    private static String simpleName(String subject) {
        return subject == null ? null : subject.substring(subject.lastIndexOf('.') + 1);
    }
}
