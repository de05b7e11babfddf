package adjoint.onnx.operator;

import adjoint.onnx.Shape;
import adjoint.onnx.graph.TensorType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Operators that give a tensor another shape. */
final class Reshapes {

    static final Operator IDENTITY = new Alias(call -> call.type(0),
            call -> Optional.of(new ChannelsLast(call.node(), List.of(0))));
    static final Operator RESHAPE = new Alias(Reshapes::reshape);
    static final Operator FLATTEN = new Alias(Reshapes::flatten);
    static final Operator SQUEEZE = new Alias(Reshapes::squeeze);
    static final Operator UNSQUEEZE = new Alias(Reshapes::unsqueeze);

    private Reshapes() {
    }

    private static TensorType reshape(Call call) {
        Shape shape = call.shape(0);
        long[] extents = call.longs(1);
        boolean keepsZeros = call.attributes().flag("allowzero", false);
        int open = -1;
        long known = 1;
        for (int axis = 0; axis < extents.length; axis++) {
            if (extents[axis] == 0 && !keepsZeros) {
                extents[axis] = shape.get(axis);
            }
            if (extents[axis] == -1 && open < 0) {
                open = axis;
            } else {
                known = Math.multiplyExact(known, extents[axis]);
            }
        }
        if (open >= 0) {
            if (known == 0 || shape.elements() % known != 0) {
                throw new IllegalArgumentException(
                        "shape=" + Arrays.toString(extents) + ": must divide the elements of " + shape);
            }
            extents[open] = shape.elements() / known;
        }
        return call.type(0).with(Shape.ofLongs(extents));
    }

    private static TensorType flatten(Call call) {
        Shape shape = call.shape(0);
        long axis = call.attributes().integer("axis", 1);
        int split = axis == shape.rank() ? shape.rank() : shape.axis(axis);
        return call.type(0).with(Shape.of(shape.elements(0, split), shape.elements(split, shape.rank())));
    }

    private static TensorType squeeze(Call call) {
        Shape shape = call.shape(0);
        long[] axes = Axes.given(call, 1);
        Set<Integer> dropped = new TreeSet<>();
        if (axes.length == 0) {
            for (int axis = 0; axis < shape.rank(); axis++) {
                if (shape.get(axis) == 1) {
                    dropped.add(axis);
                }
            }
        }
        Arrays.stream(axes).forEach(axis -> dropped.add(shape.axis(axis)));
        List<Integer> left = new ArrayList<>();
        for (int axis = 0; axis < shape.rank(); axis++) {
            if (!dropped.contains(axis)) {
                left.add(shape.get(axis));
            }
        }
        return call.type(0).with(shape(left));
    }

    private static TensorType unsqueeze(Call call) {
        Shape shape = call.shape(0);
        long[] axes = Axes.given(call, 1);
        Shape room = shape.expanded(shape.rank() + axes.length);
        Set<Integer> added = new TreeSet<>();
        Arrays.stream(axes).forEach(axis -> added.add(room.axis(axis)));
        if (added.size() != axes.length) {
            throw new IllegalArgumentException("axes=" + Arrays.toString(axes) + ": must differ");
        }
        List<Integer> extents = new ArrayList<>(Collections.nCopies(room.rank(), 1));
        int from = 0;
        for (int axis = 0; axis < room.rank(); axis++) {
            if (!added.contains(axis)) {
                extents.set(axis, shape.get(from++));
            }
        }
        return call.type(0).with(shape(extents));
    }

    private static Shape shape(List<Integer> extents) {
        return Shape.of(extents.stream().mapToInt(Integer::intValue).toArray());
    }
}
