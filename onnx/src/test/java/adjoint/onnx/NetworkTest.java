package adjoint.onnx;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

/** Whole networks yield what ONNX Runtime makes of the same input. */
class NetworkTest {

    @ParameterizedTest
    @EnumSource
    void theOutputIsTheExpectedOne(Network network) {
        try (Model model = Model.load(network.model())) {
            Tensor output = model.run(network.input());
            assertArrayEquals(network.expected(), output.toFloats(), (float) network.tolerance);
        }
    }
}
