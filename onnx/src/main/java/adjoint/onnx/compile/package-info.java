/**
 * From the graph of a file to a program for given shapes. {@link adjoint.onnx.compile.Compiler} lists the passes in order; each
 * takes a graph and makes another that means the same.
 *
 * <p>{@link adjoint.onnx.compile.Specialise} comes first: after it every shape is a number and integers are gone, so that no
 * other pass knows of either.
 */
package adjoint.onnx.compile;
