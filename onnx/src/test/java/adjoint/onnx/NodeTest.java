package adjoint.onnx;

import adjoint.parallel.Workers;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Operators yield what ONNX's own tests expect of them. */
class NodeTest {

    private static final Options OPTIONS = Options.defaults().workers(Workers.CALLER);

    static List<NodeCase> applicable() {
        return NodeCase.applicable();
    }

    static Set<String> notApplicable() {
        return NodeCase.notApplicable().keySet();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("applicable")
    void outputsAreTheExpectedOnes(NodeCase test) {
        assertTrue(test.sets() > 0);
        for (int set = 0; set < test.sets(); set++) {
            try (Model model = Model.load(test.model(set), OPTIONS)) {
                run(model, test.inputs(set), test.outputs(set), test.hasRoundedOutputs() ? 1e-3 : 0);
            }
        }
    }

    /** What is said not to be supported is refused, and not computed wrongly; once it is supported, it leaves the list. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("notApplicable")
    void whatIsNotApplicableIsRefused(String name) {
        NodeCase test = NodeCase.all().stream().filter(each -> each.name().equals(name)).findFirst().orElseThrow();
        assertThrows(RuntimeException.class, () -> outputsAreTheExpectedOnes(test));
    }

    @Test
    void allTestsAreRunOrNamed() {
        assertEquals(1663, NodeCase.all().size());
        assertEquals(1663 - NodeCase.notApplicable().size(), NodeCase.applicable().size());
    }

    private static void run(Model model, List<Tensor> inputs, List<Tensor> outputs, double rounded) {
        Map<String, Tensor> named = new LinkedHashMap<>();
        for (int i = 0; i < model.inputs().size(); i++) { // those that became constants are the last
            named.put(model.inputs().get(i).name(), inputs.get(i));
        }
        Map<String, Tensor> results = model.run(named);
        for (int i = 0; i < outputs.size(); i++) {
            Tensors.assertSame(outputs.get(i), results.get(model.outputs().get(i).name()), rounded);
        }
    }
}
