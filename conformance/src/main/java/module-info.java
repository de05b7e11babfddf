/** Problems as text, generators, corpora and comparison: what a backend is checked with. */
module adjoint.conformance {
    exports adjoint.conformance.corpus;

    requires transitive adjoint.core;
    requires com.fasterxml.jackson.databind;
}
