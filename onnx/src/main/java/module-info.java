/** Runs convolutional ONNX networks: reads the file, compiles it for given shapes, computes. */
module adjoint.onnx {
    requires transitive adjoint.core;

    exports adjoint.onnx;
}
