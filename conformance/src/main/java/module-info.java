/** Problems as text, generators, corpora and laws: what a backend is checked with. */
module adjoint.conformance {
    exports adjoint.conformance;
    exports adjoint.conformance.contract;
    exports adjoint.conformance.corpus;

    requires transitive adjoint.core;
    requires com.fasterxml.jackson.databind;
    // Only generators and contracts need it: who merely writes problems as words runs without.
    requires static transitive net.jqwik.api;
}
