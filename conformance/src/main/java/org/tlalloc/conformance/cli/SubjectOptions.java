package org.tlalloc.conformance.cli;

import org.tlalloc.conformance.subject.SubjectClasses;
import picocli.CommandLine.Option;

/** Which class is tested, where it is not the one of ours that the manifest names. */
final class SubjectOptions {
    @Option(names = "--subject", paramLabel = "CLASS", description = "Fully qualified name of the class to be tested;"
            + " ours are found by their simple names too.")
    private String subject;

    @Option(names = "--classpath", paramLabel = "PATH", description = "Where that class is: folders and jars, as for java -cp.")
    private String classpath;

    boolean given() {
        if (subject == null && classpath != null) {
            throw new Misuse("--classpath=" + classpath + " without --subject: name the class");
        }
        return subject != null;
    }

    Class<?> load(Project project) {
        return classpath == null && !subject.contains(".") ? project.ownClass(subject)
                : SubjectClasses.of(classpath).load(subject);
    }
}
