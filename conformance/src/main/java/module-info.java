/** Problems as text, generators, corpora and comparison: what a backend is checked with. */
module adjoint.conformance {
    requires adjoint.core;
    requires com.fasterxml.jackson.databind;
}
