/** Convolution and transposed convolution: the API, the geometry, and the scalar reference. */
module adjoint.core {
}
