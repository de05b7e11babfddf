/** Trained networks as ONNX files. */
module adjoint.models {
    exports adjoint.models;
}
