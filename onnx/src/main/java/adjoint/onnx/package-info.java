/**
 * The API: a model and the tensors that go in and come out.
 *
 * <p>Behind it: {@code format} reads the file to a {@code graph}, {@code compile} rewrites the graph for given shapes, each node
 * becomes a kernel by its {@code operator}, and {@code run} runs the kernels over one array.
 *
 * <p>The file is read by a wire reader of our own. The generated classes (tribuo-util-onnx 4.3.2 on protobuf-java 3.25.6, 2.3 MB)
 * took 85 to 105 ms to read a model of 5 MB in a fresh JVM, ours takes about half of that, leaves the weights where they are in
 * the file until they are floats, and can bound whatever a file claims.
 */
package adjoint.onnx;
