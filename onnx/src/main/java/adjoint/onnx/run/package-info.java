/**
 * What is left of a graph when it runs: {@link adjoint.onnx.run.Kernel}s that read and write {@link adjoint.onnx.run.Span}s of
 * {@code float[]}.
 *
 * <p>Nothing here knows nodes, types or layouts.
 */
package adjoint.onnx.run;
