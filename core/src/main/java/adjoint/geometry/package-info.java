/**
 * Shape math as small pure functions: how the x side (the image) and the y side (what the filter makes of it) relate, and
 * where their elements lie in memory.
 *
 * <p>Everything is resolved to numbers here: behind a {@link adjoint.geometry.Geometry} nothing knows SAME from EXPLICIT, nor
 * which framework the numbers came from. Nothing here computes a convolution or knows of speed.
 *
 * <p>Start reading at {@link adjoint.geometry.Axis}, then {@link adjoint.geometry.Padding} and
 * {@link adjoint.geometry.Geometry}.
 */
package adjoint.geometry;
