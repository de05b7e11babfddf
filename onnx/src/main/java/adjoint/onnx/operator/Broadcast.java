package adjoint.onnx.operator;

import adjoint.onnx.Shape;

/** How an operand is repeated to the shape of a result: on repeated axes it does not move. */
final class Broadcast {

    private Broadcast() {
    }

    /** Distances between neighbours of the result in the operand, for each axis of the result. */
    static int[] strides(Shape operand, Shape result) {
        Shape expanded = operand.expanded(result.rank());
        int[] strides = expanded.strides();
        for (int axis = 0; axis < strides.length; axis++) {
            if (expanded.get(axis) == 1) {
                strides[axis] = 0;
            }
        }
        return strides;
    }

    /** Where an element of the result has its counterpart in an operand of such strides. */
    static int offset(int element, Shape result, int... strides) {
        int rest = element;
        int offset = 0;
        for (int axis = strides.length - 1; axis >= 0; axis--) {
            offset += rest % result.get(axis) * strides[axis];
            rest /= result.get(axis);
        }
        return offset;
    }
}
