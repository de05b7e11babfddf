/**
 * Expected results from other systems: their file formats, and what a backend has to do with each case.
 *
 * <p>A folder holds {@code *.jsonl} and {@code *.csv} files; {@link adjoint.conformance.corpus.Corpus} walks it and finds the
 * {@link adjoint.conformance.corpus.Format} of each file from its first line. A format turns a line into a
 * {@link adjoint.conformance.corpus.Case} by way of the dialect of the system that the line comes from, so the dialects are
 * checked too. Start reading at {@code Corpus}, then {@code TensorFlowFormat}.
 */
package adjoint.conformance.corpus;
