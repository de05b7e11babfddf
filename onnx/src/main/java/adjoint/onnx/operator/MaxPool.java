package adjoint.onnx.operator;

import adjoint.onnx.ElementType;
import adjoint.onnx.graph.TensorType;
import adjoint.onnx.run.Frame;
import adjoint.onnx.run.Kernel;
import adjoint.onnx.run.Span;
import java.util.List;
import java.util.Optional;

/** {@code MaxPool}, on demand with the places of the maxima. */
final class MaxPool extends Pool {

    private static final int INDICES = 1;

    @Override
    public List<TensorType> infer(Call call) {
        TensorType type = super.infer(call).getFirst();
        return List.of(type, new TensorType(ElementType.INT64, type.shape()));
    }

    @Override
    public Kernel plan(Call call, Target target) {
        Image image = Image.of(call, 0);
        List<PoolAxis> axes = PoolAxis.of(call, image);
        if (!call.wants(INDICES)) {
            return PoolKernel.max(image, axes);
        }
        int windows = result(call).pixels();
        boolean columnMajor = call.attributes().flag("storage_order", false);
        return Kernel.split(image.batch() * image.channels(), image.pixels(), (frame, from, to) -> {
            for (int plane = from; plane < to; plane++) {
                for (int window = 0; window < windows; window++) {
                    find(frame, image.pixels(), axes, columnMajor, plane, window, windows);
                }
            }
        });
    }

    @Override
    public Optional<ChannelsLast> channelsLast(Call call) {
        return call.wants(INDICES) ? Optional.empty() : super.channelsLast(call);
    }

    @Override
    public String notes() {
        return "indices are exact to 2^24";
    }

    private static void find(Frame frame, int pixels, List<PoolAxis> axes, boolean columnMajor, int plane, int window,
            int windows) {
        Span in = frame.in(0);
        int taps = PoolAxis.tapsInside(axes, window);
        float max = Float.NEGATIVE_INFINITY;
        int place = -1;
        for (int tap = 0; tap < taps; tap++) {
            float v = in.array()[in.offset() + plane * pixels + position(axes, window, tap, false)];
            if (place < 0 || v > max || Float.isNaN(v) && !Float.isNaN(max)) {
                max = v;
                place = position(axes, window, tap, columnMajor);
            }
        }
        Span out = frame.out();
        Span indices = frame.out(INDICES);
        if (out != null) {
            out.array()[out.offset() + plane * windows + window] = max;
        }
        indices.array()[indices.offset() + plane * windows + window] = plane * pixels + Math.max(0, place);
    }

    /** The pixel on which a tap of a window lies, of the taps inside, counted along rows or along columns. */
    private static int position(List<PoolAxis> axes, int window, int tap, boolean columnMajor) {
        int rank = axes.size();
        int[] positions = new int[rank];
        for (int i = rank - 1, w = window, t = tap; i >= 0; i--) {
            PoolAxis axis = axes.get(i);
            int inside = axis.taps(w % axis.to(), false);
            positions[i] = axis.positionInside(w % axis.to(), t % inside);
            w /= axis.to();
            t /= inside;
        }
        int position = 0;
        for (int i = 0; i < rank; i++) {
            int axis = columnMajor ? rank - 1 - i : i;
            position = position * axes.get(axis).from() + positions[axis];
        }
        return position;
    }
}
