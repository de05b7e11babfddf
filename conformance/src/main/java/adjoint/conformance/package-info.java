/** A problem as one line of text, generators of problems, corpora of other frameworks, and how results are compared. */
package adjoint.conformance;
