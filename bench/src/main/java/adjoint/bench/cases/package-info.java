/**
 * What is measured: layers as rows of a CSV file.
 *
 * <p>Start reading at {@link adjoint.bench.cases.CaseFile}. The built-in files lie beside it: {@code networks.csv}, layers of
 * well-known networks, and {@code reported.csv}, shapes that users of other libraries reported as slow.
 */
package adjoint.bench.cases;
