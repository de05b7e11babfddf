/**
 * The subcommands for any network of an ONNX file: {@code run}, which computes, and {@code inspect}, which tells what would be.
 * Tensors come from and go to NumPy's files ({@link adjoint.cli.network.NpyFile}) and pictures
 * ({@link adjoint.cli.picture.PictureTensors}).
 */
package adjoint.cli.network;
