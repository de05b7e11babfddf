package adjoint.dialect;

import adjoint.geometry.Problem;
import java.util.List;

/**
 * The terms of another framework: how it would say what a {@link Problem} says.
 *
 * <p>The way in, from a framework's parameters to a problem, starts at the static methods of each dialect.
 */
public sealed interface Dialect permits TensorFlow, Keras, PyTorch, Onnx, Jax {

    /**
     * Every dialect.
     *
     * @return TensorFlow, Keras, PyTorch, ONNX, JAX
     */
    static List<Dialect> all() {
        return List.of(TensorFlow.DIALECT, Keras.DIALECT, PyTorch.DIALECT, Onnx.DIALECT, Jax.DIALECT);
    }

    /**
     * The framework's name, as it writes itself.
     *
     * @return the name
     */
    String name();

    /**
     * The convolution, in this framework's terms.
     *
     * @param problem the problem; its layouts do not matter, the call keeps the framework's own
     * @return a call whose problem has the same geometry, or the reason why there is none
     */
    Expression conv(Problem problem);

    /**
     * The transposed convolution, in this framework's terms.
     *
     * @param problem the problem; its layouts do not matter, the call keeps the framework's own
     * @return a call whose problem has the same geometry, or the reason why there is none
     */
    Expression convTranspose(Problem problem);
}
