package adjoint.onnx;

/**
 * A step of a plan: one operator, or several that are computed as one.
 *
 * @param operator     its name; that of the first where there are several
 * @param node         how messages call the node it was made of
 * @param output       shape of its first result, in the order of axes that it is computed in
 * @param multiplyAdds multiply-adds of one run, 0 where there is no usual way to count them
 * @param how          what there is to say of the way it computes; may be empty
 */
public record PlanStep(String operator, String node, Shape output, long multiplyAdds, String how) {
}
