package adjoint.onnx.run;

/**
 * What one worker sees of the memory while a kernel runs: its operands and some arrays of its own. Absent operands are null.
 */
public final class Frame {

    private final Span[] inputs;
    private final Span[] outputs;
    private final float[][] blocks;
    private final float[] shared;

    /**
     * A frame.
     *
     * @param inputs  what is read, null where an optional input is left out
     * @param outputs what is written, null where nobody wants it
     * @param blocks  at least as many arrays as the kernel asks for
     * @param shared  at least as many floats as its workers ask for together
     */
    public Frame(Span[] inputs, Span[] outputs, float[][] blocks, float... shared) {
        this.inputs = inputs;
        this.outputs = outputs;
        this.blocks = blocks;
        this.shared = shared;
    }

    /** An input; null if it is left out. */
    public Span in(int index) {
        return inputs[index];
    }

    /** Number of inputs, with those left out. */
    public int inputs() {
        return inputs.length;
    }

    /** An output; null if nobody wants it. */
    public Span out(int index) {
        return outputs[index];
    }

    /** The only output, or the first. */
    public Span out() {
        return outputs[0];
    }

    /** An array of this worker alone, of arbitrary content. */
    public float[] block(int index) {
        return blocks[index];
    }

    /** Memory in which workers leave for {@link Kernel#last} what each has found. */
    public float[] shared() {
        return shared;
    }
}
