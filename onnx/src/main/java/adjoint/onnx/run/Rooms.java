package adjoint.onnx.run;

import java.util.Arrays;

/**
 * What the kernels of a program need besides their operands. As they run one after the other, they take turns: each array is as
 * long as the most demanding of them wants it.
 *
 * @param blocks by worker
 * @param shared of all workers
 */
record Rooms(float[][][] blocks, float[] shared) {

    /** What an array takes besides its elements. */
    private static final long ARRAY_BYTES = 16;

    static Rooms of(Program program, int threads) {
        int[] lengths = lengths(program);
        float[][][] blocks = new float[threads][lengths.length][];
        for (float[][] own : blocks) {
            Arrays.setAll(own, i -> new float[lengths[i]]);
        }
        return new Rooms(blocks, new float[sharedElements(program)]);
    }

    /** The memory of all of them. */
    static long bytes(Program program, int threads) {
        long own = Arrays.stream(lengths(program)).mapToLong(length -> ARRAY_BYTES + Float.BYTES * (long) length).sum();
        return threads * own + Float.BYTES * (long) sharedElements(program);
    }

    float[][] blocks(int worker) {
        return blocks[worker];
    }

    private static int[] lengths(Program program) {
        int count = program.steps().stream().mapToInt(step -> step.kernel().room().blocks()).max().orElse(0);
        int[] lengths = new int[count];
        for (Step step : program.steps()) {
            Kernel.Room room = step.kernel().room();
            for (int i = 0; i < room.blocks(); i++) {
                lengths[i] = Math.max(lengths[i], room.length());
            }
        }
        return lengths;
    }

    private static int sharedElements(Program program) {
        return program.steps().stream().mapToInt(step -> step.kernel().room().shared()).max().orElse(0);
    }
}
