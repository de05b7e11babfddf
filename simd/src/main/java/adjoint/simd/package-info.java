/** The backend, the list of its strategies, and the species and lane count they share. */
package adjoint.simd;
