/** The Vector API backend of Adjoint. */
module adjoint.simd {
    requires adjoint.core;
    requires jdk.incubator.vector;
}
