package adjoint.onnx.operator;

import adjoint.onnx.Shape;
import adjoint.onnx.run.Frame;
import adjoint.onnx.run.Kernel;
import adjoint.onnx.run.Span;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Element-wise loops in one pass over memory: for each block of the result, one loop after the other on what lies in the cache.
 *
 * <p>Axes on which no operand starts or stops being repeated are one axis. Blocks lie within the innermost of what is left, so
 * that each operand is contiguous there or one element, which is spread over a block of scratch first. All loops but the last
 * write to scratch too, so that the result may take the place of an operand.
 */
final class ElementwiseKernel {

    private static final int BLOCK = 1024;

    /**
     * One loop.
     *
     * @param loop      what is computed
     * @param arguments operands by number, then results of earlier steps by number of operands plus number of step
     */
    record Step(Loop loop, int... arguments) {
    }

    private final int operands;
    /** By operand. */
    private final int[] inputs;
    private final List<Step> steps;
    /** Extents of the axes that are left, outermost first; at least one. */
    private final int[] extents;
    /** By operand, then axis. */
    private final int[][] strides;
    private final int block;
    private final int blocksPerRow;

    private ElementwiseKernel(Shape result, List<Integer> inputs, List<Shape> operands, List<Step> steps) {
        this.operands = operands.size();
        this.inputs = inputs.stream().mapToInt(Integer::intValue).toArray();
        this.steps = List.copyOf(steps);
        List<int[]> axes = collapsed(result, operands);
        extents = axes.stream().mapToInt(axis -> axis[0]).toArray();
        strides = new int[operands.size()][extents.length];
        for (int operand = 0; operand < strides.length; operand++) {
            for (int axis = 0; axis < extents.length; axis++) {
                strides[operand][axis] = axes.get(axis)[1 + operand];
            }
        }
        int inner = extents[extents.length - 1];
        block = Math.min(BLOCK, inner);
        blocksPerRow = inner == 0 ? 0 : Math.ceilDiv(inner, block);
    }

    /**
     * The kernel of a node.
     *
     * @param call   the node
     * @param inputs which inputs are operands
     * @param steps  what is computed
     */
    static Kernel of(Call call, List<Integer> inputs, List<Step> steps) {
        return new ElementwiseKernel(call.result(0).shape(), inputs, inputs.stream().map(call::shape).toList(), steps)
                .kernel();
    }

    private Kernel kernel() {
        int rows = 1;
        for (int axis = 0; axis < extents.length - 1; axis++) {
            rows *= extents[axis];
        }
        return Kernel.split(rows * blocksPerRow, (long) block * steps.size(), this::run)
                .withScratch((operands + steps.size() - 1) * block).inPlace();
    }

    /** Extent and strides by operand of each axis that is left. */
    private static List<int[]> collapsed(Shape result, List<Shape> operands) {
        List<int[]> axes = new ArrayList<>();
        List<int[]> strides = operands.stream().map(operand -> Broadcast.strides(operand, result)).toList();
        for (int axis = 0; axis < result.rank(); axis++) {
            int[] here = new int[1 + operands.size()];
            here[0] = result.get(axis);
            for (int operand = 0; operand < operands.size(); operand++) {
                here[1 + operand] = strides.get(operand)[axis];
            }
            if (here[0] == 1) {
                continue;
            }
            int[] outer = axes.isEmpty() ? null : axes.getLast();
            if (outer != null && continues(outer, here)) {
                here[0] *= outer[0];
                axes.removeLast();
            }
            axes.add(here);
        }
        if (axes.isEmpty()) {
            axes.add(new int[1 + operands.size()]);
            axes.getFirst()[0] = 1;
        }
        return axes;
    }

    private static boolean continues(int[] outer, int... inner) {
        for (int operand = 1; operand < outer.length; operand++) {
            if (outer[operand] != inner[operand] * inner[0]) {
                return false;
            }
        }
        return true;
    }

    private void run(Frame frame, int from, int to) {
        // Where each operand's and each step's block lies: operands in place or spread, steps in scratch, the last in the result.
        float[][] arrays = new float[operands + steps.size()][];
        int[] offsets = new int[arrays.length];
        Arrays.fill(arrays, frame.scratch());
        for (int i = 0; i < offsets.length; i++) {
            offsets[i] = i * block;
        }
        Span out = frame.out();
        arrays[arrays.length - 1] = out.array();
        int inner = extents.length - 1;
        for (int item = from; item < to; item++) {
            int row = item / blocksPerRow;
            int at = item % blocksPerRow * block;
            int n = Math.min(block, extents[inner] - at);
            for (int operand = 0; operand < operands; operand++) {
                Span in = frame.in(inputs[operand]);
                int offset = in.offset() + rowOffset(row, strides[operand]);
                if (strides[operand][inner] == 0) {
                    Arrays.fill(frame.scratch(), operand * block, operand * block + n, in.array()[offset]);
                } else {
                    arrays[operand] = in.array();
                    offsets[operand] = offset + at;
                }
            }
            offsets[offsets.length - 1] = out.offset() + row * extents[inner] + at;
            for (int step = 0; step < steps.size(); step++) {
                run(steps.get(step), arrays, offsets, operands + step, n);
            }
        }
    }

    private int rowOffset(int row, int... strides) {
        int rest = row;
        int offset = 0;
        for (int axis = extents.length - 2; axis >= 0; axis--) {
            offset += rest % extents[axis] * strides[axis];
            rest /= extents[axis];
        }
        return offset;
    }

    private static void run(Step step, float[][] arrays, int[] offsets, int result, int n) {
        int[] args = step.arguments;
        float[] y = arrays[result];
        int yAt = offsets[result];
        switch (step.loop) {
            case Loop.Unary unary -> unary.run(arrays[args[0]], offsets[args[0]], y, yAt, n);
            case Loop.Binary binary -> binary.run(arrays[args[0]], offsets[args[0]], arrays[args[1]], offsets[args[1]],
                    y, yAt, n);
            case Loop.Ternary ternary -> ternary.run(arrays[args[0]], offsets[args[0]], arrays[args[1]],
                    offsets[args[1]], arrays[args[2]], offsets[args[2]], y, yAt, n);
        }
    }
}
