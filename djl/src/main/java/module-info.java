/** An engine of the Deep Java Library. */
module adjoint.djl {
    requires adjoint.onnx;
    requires ai.djl.api;

    provides ai.djl.engine.EngineProvider with
            adjoint.djl.AdjointEngineProvider;
}
