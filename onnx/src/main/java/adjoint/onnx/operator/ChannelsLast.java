package adjoint.onnx.operator;

import adjoint.onnx.graph.Node;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A node that takes and yields tensors with their channels last.
 *
 * @param node   the node; it may differ in attributes, in constants that the operator can make from its own, or not at all
 * @param images the inputs that must have their channels last; all outputs have. Inputs of lower rank get axes of extent 1 in
 *               front first
 */
public record ChannelsLast(Node node, List<Integer> images) {

    /** Set to 1 on nodes of spatial operators whose images have their channels last. */
    public static final String ATTRIBUTE = "adjoint.channels_last";

    /** The same node, for operators that treat each element alike. */
    public static ChannelsLast everyInput(Call call) {
        return new ChannelsLast(call.node(), IntStream.range(0, call.inputs()).filter(call::has).boxed().toList());
    }

    /** The node with {@link #ATTRIBUTE}, for spatial operators of one image. */
    public static ChannelsLast marked(Call call) {
        return new ChannelsLast(call.node().with(ATTRIBUTE, 1), List.of(0));
    }

    /** With another value of an attribute of the node. */
    public ChannelsLast with(String attribute, Object value) {
        return new ChannelsLast(node.with(attribute, value), images);
    }

    /** Where an axis of a tensor lies when its channels come last. */
    public static int axis(int axis, int rank) {
        return axis == 0 ? 0 : axis == 1 ? rank - 1 : axis - 1;
    }

    /** The order that brings the channels of a tensor to the end, see {@link adjoint.onnx.Shape#permuted}. */
    public static int[] order(int rank) {
        return IntStream.range(0, rank).map(axis -> axis == 0 ? 0 : axis == rank - 1 ? 1 : axis + 1).toArray();
    }

    /** The order that brings them back. */
    public static int[] orderBack(int rank) {
        return IntStream.range(0, rank).map(axis -> axis(axis, rank)).toArray();
    }
}
