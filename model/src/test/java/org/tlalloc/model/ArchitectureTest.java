package org.tlalloc.model;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Who may know whom. */
@AnalyzeClasses(packages = "org.tlalloc.model", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    private static final String[] TLC = {"tlc2..", "tla2sany..", "util..", "pcal..", "tla2tex.."};
    private static final String INSIDE = "org.tlalloc.model.tlc";

    @ArchTest
    static final ArchRule modelShouldKnowNothingOfImplementations = noClasses().should().dependOnClassesThat()
            .resideInAnyPackage("org.tlalloc.machine..", "org.tlalloc.frame..", "org.tlalloc.conformance..");

    @ArchTest
    static final ArchRule onlyWhatRunsBesideTlcShouldKnowTlc = noClasses().that().resideOutsideOfPackage(INSIDE)
            .should().dependOnClassesThat().resideInAnyPackage(TLC);

    /* A class loaded by both loaders is two classes: a reference would compile, and fail at the first call. */
    @ArchTest
    static final ArchRule whatRunsBesideTlcShouldBeCalledByNameOnly = noClasses().that().resideOutsideOfPackage(INSIDE)
            .should().dependOnClassesThat().resideInAPackage(INSIDE);

    @ArchTest
    static final ArchRule whatRunsBesideTlcShouldReferToNothingOutside = classes().that().resideInAPackage(INSIDE)
            .should().onlyDependOnClassesThat().resideInAnyPackage("java..", "javax.management..", "tlc2..", "tla2sany..",
                    "util..", INSIDE, "org.tlalloc.model.value", "org.tlalloc.model.graph");

    @ArchTest
    static final ArchRule valuesShouldStandAlone = classes().that().resideInAPackage("org.tlalloc.model.value")
            .should().onlyDependOnClassesThat().resideInAnyPackage("java..", "org.tlalloc.model.value");

    @ArchTest
    static final ArchRule graphsShouldKnowValuesAlone = classes().that().resideInAPackage("org.tlalloc.model.graph")
            .should().onlyDependOnClassesThat()
            .resideInAnyPackage("java..", "org.tlalloc.model.value", "org.tlalloc.model.graph");

    @ArchTest
    static final ArchRule tracesShouldKnowGraphsAndValuesAlone = classes().that().resideInAPackage("org.tlalloc.model.trace")
            .should().onlyDependOnClassesThat().resideInAnyPackage("java..", "org.tlalloc.model.value",
                    "org.tlalloc.model.graph", "org.tlalloc.model.trace");
}
