/**
 * What can be measured: Adjoint's backends here, native libraries in the module of the peers, all behind
 * {@link adjoint.bench.subject.Subject} and found by {@link java.util.ServiceLoader}.
 */
package adjoint.bench.subject;
