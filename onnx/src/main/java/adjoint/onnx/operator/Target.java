package adjoint.onnx.operator;

import adjoint.parallel.Workers;
import adjoint.spi.Backend;

/**
 * What computes.
 *
 * @param backend plans convolutions
 * @param workers the threads of each run
 */
public record Target(Backend backend, Workers workers) {
}
