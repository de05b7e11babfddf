package adjoint.onnx.run;

/**
 * What one worker sees of the memory while a kernel runs: its operands and some floats of its own. Absent operands are null.
 */
public final class Frame {

    private final Span[] inputs;
    private final Span[] outputs;
    private final float[] scratch;

    /**
     * A frame.
     *
     * @param inputs  what is read, null where an optional input is left out
     * @param outputs what is written, null where nobody wants it
     * @param scratch at least as many floats as the kernel asks for
     */
    public Frame(Span[] inputs, Span[] outputs, float[] scratch) {
        this.inputs = inputs;
        this.outputs = outputs;
        this.scratch = scratch;
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

    /** Memory of this worker alone, of arbitrary content. */
    public float[] scratch() {
        return scratch;
    }
}
