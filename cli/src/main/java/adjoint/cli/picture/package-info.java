/**
 * Photos in and out: PNG and JPEG files as rows of floats, as tensors of a network, and rows of bytes as PNG files. Commands that work on pictures build on
 * it; start reading at {@link adjoint.cli.picture.Picture}.
 */
package adjoint.cli.picture;
