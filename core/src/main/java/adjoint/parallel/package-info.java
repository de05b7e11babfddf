/**
 * Who computes: the calling thread alone, a team of threads of the library's own, or the caller's executor.
 *
 * <p>Results never depend on it: each output element is computed by one thread in one order. Start reading at
 * {@link adjoint.parallel.Workers}.
 */
package adjoint.parallel;
