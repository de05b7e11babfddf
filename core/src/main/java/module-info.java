/** Convolution and transposed convolution: the API, the geometry, and the scalar reference. */
module adjoint.core {
    exports adjoint;
    exports adjoint.buffer;
    exports adjoint.dialect;
    exports adjoint.epilogue;
    exports adjoint.geometry;
    exports adjoint.parallel;
    exports adjoint.spi;

    uses adjoint.spi.Backend;

    provides adjoint.spi.Backend with
            adjoint.reference.ReferenceBackend;
}
