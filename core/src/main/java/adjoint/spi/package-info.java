/**
 * What an implementation provides ({@link adjoint.spi.Backend}) and the one place that picks one
 * ({@link adjoint.spi.Backends}).
 *
 * <p>Callers of operators need neither; see package {@code adjoint}.
 */
package adjoint.spi;
