/**
 * {@code adjoint check}: holds a backend against results of other systems. What the files mean is the business of
 * {@link adjoint.conformance.corpus}; here are the options and the report.
 */
package adjoint.cli.check;
