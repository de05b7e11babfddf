/**
 * From the caller's layouts to what kernels read, and back: bordered input bands, filter panels, output tiles; and the edge
 * where foreign memory is copied to arrays. In this module the only reader of caller storage. Rows are copied, spread and transposed
 * by vectors, in classes made like micro-kernels.
 *
 * <p>Each layout is drawn once, at the class that packs it. Start reading at {@link adjoint.simd.pack.PackedAxis}.
 */
package adjoint.simd.pack;
