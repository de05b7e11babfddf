/**
 * Random networks for tests. {@link adjoint.onnx.network.RandomNetwork} grows one from a list of
 * {@linkplain adjoint.onnx.network.Step steps}; the table of them is the place to start reading, and to add what exporters write.
 */
package adjoint.onnx.network;
