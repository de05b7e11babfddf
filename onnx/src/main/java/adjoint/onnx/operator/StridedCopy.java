package adjoint.onnx.operator;

import adjoint.onnx.Shape;
import adjoint.onnx.run.Frame;
import adjoint.onnx.run.Kernel;
import adjoint.onnx.run.Span;
import java.util.ArrayList;
import java.util.List;

/**
 * Fills a result from elements of the first input that lie at fixed distances along each axis of the result: a part of it,
 * another order of axes, a repetition.
 */
final class StridedCopy {

    private final int offset;
    /** Of the axes that are left when those that continue each other are one. */
    private final int[] extents;
    private final int[] strides;

    private StridedCopy(int offset, List<int[]> axes) {
        this.offset = offset;
        extents = axes.stream().mapToInt(axis -> axis[0]).toArray();
        strides = axes.stream().mapToInt(axis -> axis[1]).toArray();
    }

    /**
     * The kernel.
     *
     * @param result  shape of the result
     * @param offset  where its first element lies in the input
     * @param strides by how much to move in the input for each axis of the result; may be 0 or negative
     */
    static Kernel kernel(Shape result, int offset, int... strides) {
        List<int[]> axes = new ArrayList<>();
        for (int axis = 0; axis < strides.length; axis++) {
            int[] here = {result.get(axis), strides[axis]};
            if (here[0] == 1) {
                continue;
            }
            if (!axes.isEmpty() && axes.getLast()[1] == here[0] * here[1]) {
                here[0] *= axes.removeLast()[0];
            }
            axes.add(here);
        }
        if (axes.isEmpty()) {
            axes.add(new int[] {1, 1});
        }
        int row = axes.getLast()[0];
        return Kernel.split(row == 0 ? 0 : result.elements() / row, row, new StridedCopy(offset, axes)::run);
    }

    private void run(Frame frame, int from, int to) {
        Span in = frame.in(0);
        Span out = frame.out();
        int inner = extents.length - 1;
        int n = extents[inner];
        int stride = strides[inner];
        float[] x = in.array();
        float[] y = out.array();
        for (int row = from; row < to; row++) {
            int at = in.offset() + rowOffset(row);
            int yAt = out.offset() + row * n;
            if (stride == 1) {
                System.arraycopy(x, at, y, yAt, n);
            } else {
                for (int i = 0; i < n; i++) {
                    y[yAt + i] = x[at + i * stride];
                }
            }
        }
    }

    private int rowOffset(int row) {
        int rest = row;
        int at = offset;
        for (int axis = extents.length - 2; axis >= 0; axis--) {
            at += rest % extents[axis] * strides[axis];
            rest /= extents[axis];
        }
        return at;
    }
}
