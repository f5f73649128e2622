package org.tlalloc.conformance;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Who may know whom: subjects, then replays and judgements of them, then reports, then the command line. */
@AnalyzeClasses(packages = "org.tlalloc.conformance", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    private static final String SUBJECT = "org.tlalloc.conformance.subject";
    private static final String REPLAY = "org.tlalloc.conformance.replay";
    private static final String JUDGE = "org.tlalloc.conformance.judge";
    private static final String REPORT = "org.tlalloc.conformance.report";
    private static final String CLI = "org.tlalloc.conformance.cli";

    @ArchTest
    static final ArchRule nothingShouldKnowTheCommandLine = noClasses().that().resideOutsideOfPackage(CLI)
            .should().dependOnClassesThat().resideInAPackage(CLI);

    @ArchTest
    static final ArchRule subjectsShouldKnowNothingOfWhatIsDoneWithThem = noClasses().that().resideInAPackage(SUBJECT)
            .should().dependOnClassesThat().resideInAnyPackage(REPLAY, JUDGE, REPORT);

    @ArchTest
    static final ArchRule replaysAndJudgementsShouldNotKnowEachOther = noClasses().that().resideInAPackage(REPLAY)
            .should().dependOnClassesThat().resideInAnyPackage(JUDGE, REPORT);

    @ArchTest
    static final ArchRule judgementsShouldNotKnowReplays = noClasses().that().resideInAPackage(JUDGE)
            .should().dependOnClassesThat().resideInAnyPackage(REPLAY, REPORT);

    /* A replay that knew an allocator would be one that knows what to expect of it. */
    @ArchTest
    static final ArchRule replaysShouldKnowNoAllocator = noClasses().that().resideInAnyPackage(REPLAY, SUBJECT, REPORT)
            .should().dependOnClassesThat().resideInAPackage("org.tlalloc.frame..");

    @ArchTest
    static final ArchRule onlyTheModelShouldKnowTlc = classes().should().onlyDependOnClassesThat()
            .resideOutsideOfPackages("tlc2..", "tla2sany..", "util..", "org.tlalloc.model.tlc..");
}
