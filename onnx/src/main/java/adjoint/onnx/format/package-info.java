/**
 * The file: protobuf to a {@link adjoint.onnx.graph.Graph}. Start reading at {@link adjoint.onnx.format.OnnxFile}.
 *
 * <p>What a file says is not believed: lengths are bounded by the file, element counts by the bytes that are there, the memory
 * that weights take by the caller's limit, nesting by a constant, other files by the model's folder.
 */
package adjoint.onnx.format;
