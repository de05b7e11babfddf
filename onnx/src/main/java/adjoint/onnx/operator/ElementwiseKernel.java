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
 * <p>Axes on which no operand starts or stops being repeated are one axis. A block is a part of a row, which is the innermost of
 * what is left, or several short rows. Operands that are not contiguous over a block are spread over one of scratch first, which
 * serves the following blocks too if they repeat the same elements. All loops but the last write to scratch, so that the result may
 * take the place of an operand.
 */
final class ElementwiseKernel {

    /** Elements of all blocks together: those of the first cache, about. */
    private static final int ALL_BLOCKS = 8192;
    private static final int MAX_BLOCK = 1024;

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
    /** Extents of the axes outside of blocks, outermost first. */
    private final int[] extents;
    /** By operand, then axis: those outside of blocks, rows, elements of a row. */
    private final int[][] strides;
    private final int rows;
    private final int width;
    private final int blockRows;
    private final int blockWidth;

    private ElementwiseKernel(Shape result, List<Integer> inputs, List<Shape> operands, List<Step> steps) {
        this.operands = operands.size();
        this.inputs = inputs.stream().mapToInt(Integer::intValue).toArray();
        this.steps = List.copyOf(steps);
        List<int[]> axes = collapsed(result, operands);
        int outer = axes.size() - 2;
        extents = axes.subList(0, outer).stream().mapToInt(axis -> axis[0]).toArray();
        strides = new int[operands.size()][axes.size()];
        for (int operand = 0; operand < strides.length; operand++) {
            for (int axis = 0; axis < axes.size(); axis++) {
                strides[operand][axis] = axes.get(axis)[1 + operand];
            }
        }
        rows = axes.get(outer)[0];
        width = axes.get(outer + 1)[0];
        int most = Math.clamp(ALL_BLOCKS / (operands.size() + steps.size()), 1, MAX_BLOCK);
        blockWidth = Math.min(most, width);
        blockRows = Math.min(rows, Math.max(1, most / Math.max(1, width)));
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
        int items = blocksAcross() * blocksAlong();
        for (int extent : extents) {
            items *= extent;
        }
        return Kernel.split(items, (long) block() * steps.size(), this::run)
                .withScratch((operands + steps.size() - 1) * block()).inPlace();
    }

    private int block() {
        return blockRows * blockWidth;
    }

    private int blocksAcross() {
        return rows == 0 ? 0 : Math.ceilDiv(rows, blockRows);
    }

    private int blocksAlong() {
        return width == 0 ? 0 : Math.ceilDiv(width, blockWidth);
    }

    /** Extent and strides by operand of each axis that is left; at least two. */
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
        while (axes.size() < 2) {
            int[] none = new int[1 + operands.size()];
            none[0] = 1;
            axes.addFirst(none);
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
        int[] spreadFrom = new int[operands];
        int[] spreadSize = new int[operands];
        Span out = frame.out();
        Arrays.fill(arrays, frame.scratch());
        for (int i = 0; i < offsets.length; i++) {
            offsets[i] = i * block();
        }
        arrays[arrays.length - 1] = out.array();
        for (int item = from; item < to; item++) {
            int along = item % blocksAlong() * blockWidth;
            int row = item / blocksAlong() % blocksAcross() * blockRows;
            int outer = item / blocksAlong() / blocksAcross();
            int blockOf = Math.min(blockRows, rows - row);
            int wide = Math.min(blockWidth, width - along);
            for (int operand = 0; operand < operands; operand++) {
                Span in = frame.in(inputs[operand]);
                int[] by = strides[operand];
                int at = in.offset() + outerOffset(outer, by) + row * by[extents.length]
                        + along * by[extents.length + 1];
                if (isContiguous(operand)) {
                    arrays[operand] = in.array();
                    offsets[operand] = at;
                } else if (at != spreadFrom[operand] || blockOf * wide > spreadSize[operand]) {
                    spread(operand, in.array(), at, frame.scratch(), blockOf, wide);
                    spreadFrom[operand] = at;
                    spreadSize[operand] = blockOf * wide;
                }
            }
            offsets[offsets.length - 1] = out.offset() + (outer * rows + row) * width + along;
            for (int step = 0; step < steps.size(); step++) {
                run(steps.get(step), arrays, offsets, operands + step, blockOf * wide);
            }
        }
    }

    private void spread(int operand, float[] x, int at, float[] scratch, int blockOf, int wide) {
        int[] by = strides[operand];
        int to = operand * block();
        for (int row = 0; row < blockOf; row++) {
            int from = at + row * by[extents.length];
            if (by[extents.length + 1] == 0) {
                Arrays.fill(scratch, to, to + wide, x[from]);
            } else {
                System.arraycopy(x, from, scratch, to, wide);
            }
            to += wide;
        }
    }

    /** Whether the elements of a block follow each other in an operand. */
    private boolean isContiguous(int operand) {
        int[] by = strides[operand];
        return by[extents.length + 1] == 1 && (blockRows == 1 || by[extents.length] == width);
    }

    private int outerOffset(int outer, int... by) {
        int rest = outer;
        int offset = 0;
        for (int axis = extents.length - 1; axis >= 0; axis--) {
            offset += rest % extents[axis] * by[axis];
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
