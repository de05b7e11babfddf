package adjoint.onnx;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

/** Which way the arrows between packages go. */
class ArchitectureTest {

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS).importPackages("adjoint.onnx");

    @Test
    void packagesAreFreeOfCycles() {
        // The root holds both the top (Model) and the bottom (Tensor): only what lies below it is layered.
        slices().matching("adjoint.onnx.(*)..").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void aGraphIsPlainData() {
        noClasses().that().resideInAPackage("adjoint.onnx.graph..").should().dependOnClassesThat()
                .resideInAnyPackage("adjoint.onnx.operator..", "adjoint.onnx.compile..", "adjoint.onnx.format..",
                        "adjoint.onnx.run..")
                .check(CLASSES);
    }

    @Test
    void whatRunsKnowsNothingOfTheModel() {
        noClasses().that().resideInAPackage("adjoint.onnx.run..").should().dependOnClassesThat()
                .resideInAnyPackage("adjoint.onnx.graph..", "adjoint.onnx.operator..", "adjoint.onnx.compile..",
                        "adjoint.onnx.format..")
                .check(CLASSES);
    }
}
