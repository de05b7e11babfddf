/**
 * Trained networks as ONNX files, each with its licence beside it in the jar.
 *
 * <p>Nothing here reads them; {@code adjoint.onnx} does.
 */
package adjoint.models;
