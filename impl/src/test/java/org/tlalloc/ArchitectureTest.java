package org.tlalloc;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.tlalloc.machine.Extent;
import org.tlalloc.machine.PhysicalMemory;
import org.tlalloc.machine.Resident;
import org.tlalloc.machine.Window;

/** The implementation stands alone, and what lives in physical memory keeps its state there. */
class ArchitectureTest {
    private static final JavaClasses IMPLEMENTATION = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS).importPackages("org.tlalloc");

    private static final DescribedPredicate<JavaClass> IN_THIS_MODULE =
            DescribedPredicate.describe("in this module", type -> IMPLEMENTATION.contain(type.getBaseComponentType().getName()));

    private static final DescribedPredicate<JavaClass> OF_THE_PLATFORM = DescribedPredicate.describe("of the platform",
            type -> type.getBaseComponentType().isPrimitive() || type.getBaseComponentType().getPackageName().startsWith("java."));

    /** What allocators are put together from, in memory that is theirs. */
    private static final Set<String> PARTS = Set.of("BoundaryTags", "NodePool", "AvlTree", "ShortGaps", "PageBits", "RangeLengths",
            "GapsByAddress", "LargestGaps", "FrameWords", "FreeRuns");

    /** Allocators, and what says where their state lies. */
    private static final DescribedPredicate<JavaClass> HOLDING_NO_STATE = assignableTo(Resident.class)
            .or(DescribedPredicate.describe("a layout", type -> type.getSimpleName().endsWith("Layout")))
            .or(DescribedPredicate.describe("a part", type -> PARTS.contains(type.getSimpleName())))
            .as("allocators, their parts, and layouts");

    private static final ArchRule FIELDS_ARE_FINAL = fields().that().areDeclaredInClassesThat(HOLDING_NO_STATE).should().beFinal()
            .because("the state is the bytes");

    private static final ArchRule FIELDS_ARE_GEOMETRY = fields().that().areDeclaredInClassesThat(HOLDING_NO_STATE)
            .should(new ArchCondition<>("be numbers, arrays of numbers, memory, a layout or a part") {
                @Override
                public void check(JavaField field, ConditionEvents events) {
                    JavaClass type = field.getRawType();
                    boolean geometry = type.getBaseComponentType().isPrimitive() || type.isEquivalentTo(Window.class)
                            || type.isEquivalentTo(PhysicalMemory.class) || type.getSimpleName().endsWith("Layout")
                            // Another allocator, or a part, which keeps to this rule itself.
                            || type.isAssignableTo(Resident.class) || PARTS.contains(type.getSimpleName());
                    events.add(new SimpleConditionEvent(field, geometry, field.getFullName() + " is a " + type.getName()));
                }
            }).because("the state is the bytes, and numbers say where they are");

    @Test
    void shouldDependOnNothingButThePlatform() {
        assertTrue(IMPLEMENTATION.contain(Resident.class) && IMPLEMENTATION.contain("org.tlalloc.frame.Buddy"));
        classes().should().onlyDependOnClassesThat(IN_THIS_MODULE.or(OF_THE_PLATFORM)).check(IMPLEMENTATION);
    }

    @Test
    void shouldNotKnowTheAllocatorsInTheMachine() {
        classes().that().resideInAPackage("org.tlalloc.machine..").should()
                .onlyDependOnClassesThat(OF_THE_PLATFORM.or(JavaClass.Predicates.resideInAPackage("org.tlalloc.machine..")))
                .check(IMPLEMENTATION);
    }

    @Test
    void shouldKeepNoStateInFields() {
        FIELDS_ARE_FINAL.check(IMPLEMENTATION);
        FIELDS_ARE_GEOMETRY.check(IMPLEMENTATION);
    }

    /** Keeps what it must not. */
    private static final class Forgetful implements Resident {
        private final List<Integer> freed = new ArrayList<>();
        private int count;

        void free(int frame) {
            freed.add(frame);
            count++;
        }

        @Override
        public List<Extent> footprint() {
            return List.of(new Extent(count, freed.size()));
        }

        @Override
        public List<Extent> scratch() {
            return List.of();
        }
    }

    @Test
    void shouldSeeStateInFields() {
        JavaClasses forgetful = new ClassFileImporter().importClasses(Forgetful.class);
        assertEquals(1, FIELDS_ARE_FINAL.evaluate(forgetful).getFailureReport().getDetails().size());
        assertEquals(1, FIELDS_ARE_GEOMETRY.evaluate(forgetful).getFailureReport().getDetails().size());
    }
}
