/**
 * What each operator of ONNX means: shapes, kernels, folding, order of axes. {@link adjoint.onnx.operator.Operators} lists them.
 *
 * <p>To add one:
 * <ol>
 * <li>Computes each element from corresponding ones: a {@link adjoint.onnx.operator.Elementwise} of a loop, a constant in
 * {@code Arithmetic} or a class like it. Only another shape: an {@code Alias} in {@code Reshapes}; only another order: a
 * {@code Movements}; one element of many: a {@code Reduce}; known beforehand: a {@code Known}. Else a class that implements
 * {@link adjoint.onnx.operator.Operator}: {@code infer} and {@code plan}, and what else applies. {@code Conv} is an example.
 * <li>Its line in {@code Operators}, with the first version that has it. What versions changed is decided by
 * {@code call.opset()}; files down to opset 9 are to be read.
 * <li>A test of its own or the node tests of ONNX that name it, which are run with channels last too, and its row in
 * {@code docs/onnx-operators.md}, as the test of that table prints it.
 * </ol>
 * Kernels are plain loops over {@code float[]}; work is split into items, so that each worker takes a range of them. An
 * input that must be known is asked for in {@code infer} ({@code call.longs(1)}), and is known when the kernel is planned. Spatial operators ask {@code call.channelsLast()} for the
 * order of their image, see {@link adjoint.onnx.operator.Image}.
 */
package adjoint.onnx.operator;
