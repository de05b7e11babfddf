/**
 * What a model says, as plain data: a {@link adjoint.onnx.graph.Graph} of {@link adjoint.onnx.graph.Node}s that name the values
 * they read and write.
 *
 * <p>Everything is immutable; a pass of the compiler makes a new graph. Nothing here knows what an operator means.
 */
package adjoint.onnx.graph;
