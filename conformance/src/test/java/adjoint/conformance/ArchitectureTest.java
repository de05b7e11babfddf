package adjoint.conformance;

import adjoint.simd.Lanes;
import adjoint.simd.NativeFloats;
import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.lang.foreign.MemorySegment;
import java.nio.FloatBuffer;
import jdk.incubator.vector.FloatVector;
import org.junit.jupiter.api.Test;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaAccess.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

/** Which way the arrows between packages go. */
class ArchitectureTest {

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS).importPackages("adjoint");

    private static final DescribedPredicate<JavaClass> CORE = resideInAPackage("adjoint..")
            .and(not(resideInAnyPackage("adjoint.simd..", "adjoint.conformance..")));

    @Test
    void onlySimdUsesTheVectorApi() {
        noClasses().that().resideOutsideOfPackage("adjoint.simd..").should().dependOnClassesThat()
                .resideInAPackage("jdk.incubator.vector..").check(CLASSES);
    }

    /** A kernel that is compiled after C2 has seen vectors of two lengths stores its sums by calls, at a twentieth of the speed. */
    @Test
    void vectorsOfFloatsHaveOneLength() {
        noClasses().that().doNotBelongToAnyOf(Lanes.class).should().accessFieldWhere(
                target(owner(type(FloatVector.class))).as("a species of FloatVector")).check(CLASSES);
    }

    /** The segments of kernels whose names end in Lines are those of {@link NativeFloats}. */
    @Test
    void onlyBufferAndPackSeeTheCallersMemory() {
        DescribedPredicate<JavaClass> memory = JavaClass.Predicates.assignableTo(MemorySegment.class)
                .or(JavaClass.Predicates.assignableTo(FloatBuffer.class));
        noClasses().that(CORE.or(resideInAPackage("adjoint.simd.."))).and()
                .resideOutsideOfPackages("adjoint.buffer..", "adjoint.simd.pack..").and()
                .doNotBelongToAnyOf(NativeFloats.class).and().haveNameNotMatching(".*Lines").should()
                .dependOnClassesThat(memory)
                .check(CLASSES);
    }

    @Test
    void geometryDependsOnNothingButChecks() {
        classes().that().resideInAPackage("adjoint.geometry..").should().onlyDependOnClassesThat()
                .resideInAnyPackage("adjoint.geometry..", "adjoint.check..", "java..").check(CLASSES);
    }

    @Test
    void coreKnowsNothingOfWhatStandsOnIt() {
        noClasses().that(CORE).should().dependOnClassesThat()
                .resideInAnyPackage("adjoint.simd..", "adjoint.conformance..").check(CLASSES);
    }

    @Test
    void kernelsKnowNothingOfConvolution() {
        noClasses().that().resideInAPackage("adjoint.simd.kernel..").should().dependOnClassesThat()
                .resideInAnyPackage("adjoint.geometry..", "adjoint.buffer..", "adjoint.spi..", "adjoint.parallel..",
                        "adjoint.simd.strategy..", "adjoint.simd.pack..", "adjoint.simd.gather..")
                .check(CLASSES);
    }

    @Test
    void packagesOfCoreAreFreeOfCycles() {
        slices().assignedFrom(packagesOf("core", CORE)).should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void packagesOfSimdAreFreeOfCycles() {
        // The root holds both the top (SimdBackend, Strategies) and the bottom (Lanes): only what lies below it is layered.
        slices().matching("adjoint.simd.(*)..").should().beFreeOfCycles().check(CLASSES);
    }

    private static SliceAssignment packagesOf(String module, DescribedPredicate<JavaClass> classes) {
        return new SliceAssignment() {
            @Override
            public String getDescription() {
                return "packages of " + module;
            }

            @Override
            public SliceIdentifier getIdentifierOf(JavaClass javaClass) {
                return classes.test(javaClass)
                        ? SliceIdentifier.of(javaClass.getPackageName())
                        : SliceIdentifier.ignore();
            }
        };
    }
}
