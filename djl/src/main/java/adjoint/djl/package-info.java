/**
 * The engine {@code Adjoint} of the Deep Java Library: DJL finds it as a service; nothing here is called by name.
 *
 * <p>{@link adjoint.djl.AdjointModel} and {@link adjoint.djl.AdjointSymbolBlock} put {@code adjoint.onnx} behind DJL's terms.
 * {@link adjoint.djl.AdjointNDArray} computes what DJL's translators and batchifiers ask of arrays before and after the network,
 * on {@link adjoint.djl.Elements}, so that no second engine is needed: functions of these alone ({@link adjoint.djl.Unary},
 * {@link adjoint.djl.Binary}, {@link adjoint.djl.Reduction}, {@link adjoint.djl.AlongAxis}, {@link adjoint.djl.View}) are behind
 * all of DJL's methods. What it does not compute it refuses by name ({@link adjoint.djl.RefusingNDArray}). Start reading with
 * {@code AdjointSymbolBlock}.
 */
package adjoint.djl;
