/** The Vector API backend of Adjoint: found as a service, exports nothing. */
module adjoint.simd {
    requires adjoint.core;
    requires jdk.incubator.vector;
    requires static java.management;
    requires static jdk.management;

    provides adjoint.spi.Backend with
            adjoint.simd.SimdBackend;
}
