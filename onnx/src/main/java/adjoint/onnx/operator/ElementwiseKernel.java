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
 * <p>Neighbouring axes are merged unless an operand is repeated along one of them and not the other. A block is a part of a row,
 * which is the innermost axis of what is left, or several short rows. Each operand's part is copied to a block of the worker, which serves the following parts of
 * the result too if they repeat the same elements; each loop has a block for what it yields. The last is copied to the result, which
 * may take the place of an operand.
 */
final class ElementwiseKernel {

    /** Elements of all blocks together: those of the first cache, about. */
    private static final int ALL_BLOCKS = 8192;

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
    private final int blocksAcross;
    private final int blocksAlong;
    /** By operand: whether blocks that follow each other may be the same. */
    private final boolean[] repeats;

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
        int most = Math.clamp(ALL_BLOCKS / (operands.size() + steps.size()), 1, Kernel.BLOCK);
        blockWidth = Math.min(most, width);
        blockRows = Math.min(rows, Math.max(1, most / Math.max(1, width)));
        blocksAcross = rows == 0 ? 0 : Math.ceilDiv(rows, blockRows);
        blocksAlong = width == 0 ? 0 : Math.ceilDiv(width, blockWidth);
        repeats = new boolean[operands.size()];
        for (int operand = 0; operand < repeats.length; operand++) {
            repeats[operand] = Arrays.stream(strides[operand]).anyMatch(stride -> stride == 0);
        }
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
        int items = blocksAcross * blocksAlong;
        for (int extent : extents) {
            items *= extent;
        }
        int block = blockRows * blockWidth;
        return Kernel.split(items, (long) block * steps.size(), this::run).withBlocks(operands + steps.size(), block)
                .inPlace();
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
        Span out = frame.out();
        int last = 0; // elements of the part before
        for (int item = from; item < to; item++) {
            int along = item % blocksAlong * blockWidth;
            int row = item / blocksAlong % blocksAcross * blockRows;
            int outer = item / blocksAlong / blocksAcross;
            int blockOf = Math.min(blockRows, rows - row);
            int wide = Math.min(blockWidth, width - along);
            int n = blockOf * wide;
            for (int operand = 0; operand < operands; operand++) {
                int at = offset(operand, item);
                if (n > last || !repeats[operand] || at != offset(operand, item - 1)) {
                    copy(operand, frame.in(inputs[operand]), at, frame.block(operand), blockOf, wide);
                }
            }
            for (int step = 0; step < steps.size(); step++) {
                run(steps.get(step), frame, operands + step, n);
            }
            System.arraycopy(frame.block(operands + steps.size() - 1), 0, out.array(),
                    out.offset() + (outer * rows + row) * width + along, n);
            last = n;
        }
    }

    /** Where a block begins in an operand. */
    private int offset(int operand, int item) {
        int[] by = strides[operand];
        int rest = item / blocksAlong;
        int offset = item % blocksAlong * blockWidth * by[extents.length + 1]
                + rest % blocksAcross * blockRows * by[extents.length];
        rest /= blocksAcross;
        for (int axis = extents.length - 1; axis >= 0; axis--) {
            offset += rest % extents[axis] * by[axis];
            rest /= extents[axis];
        }
        return offset;
    }

    private void copy(int operand, Span in, int at, float[] block, int blockOf, int wide) {
        int byRow = strides[operand][extents.length];
        int byElement = strides[operand][extents.length + 1];
        int from = in.offset() + at;
        if (byElement == 1 && (blockOf == 1 || byRow == wide)) {
            System.arraycopy(in.array(), from, block, 0, blockOf * wide);
            return;
        }
        for (int row = 0; row < blockOf; row++) {
            int first = from + row * byRow;
            if (byElement == 0) {
                Arrays.fill(block, row * wide, (row + 1) * wide, in.array()[first]);
            } else {
                System.arraycopy(in.array(), first, block, row * wide, wide);
            }
        }
    }

    private static void run(Step step, Frame frame, int result, int n) {
        int[] args = step.arguments;
        float[] y = frame.block(result);
        switch (step.loop) {
            case Loop.Unary unary -> unary.run(frame.block(args[0]), y, n);
            case Loop.Binary binary -> binary.run(frame.block(args[0]), frame.block(args[1]), y, n);
            case Loop.Ternary ternary ->
                ternary.run(frame.block(args[0]), frame.block(args[1]), frame.block(args[2]), y, n);
        }
    }
}
