/**
 * The comparison behind {@code adjoint bench}: {@link adjoint.bench.run.Comparison} starts one
 * {@link adjoint.bench.run.Worker} process per subject and lets them take turns, case by case.
 */
package adjoint.bench.run;
