/**
 * Argument checks, in one place and in one form: {@code name=value: what must hold}.
 *
 * <p>Not exported: callers see only the exceptions. Start reading at {@link adjoint.check.Check}.
 */
package adjoint.check;
