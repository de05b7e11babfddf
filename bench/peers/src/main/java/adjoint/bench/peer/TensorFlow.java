package adjoint.bench.peer;

import adjoint.bench.cases.BenchCase;
import adjoint.bench.subject.Form;
import adjoint.bench.subject.Images;
import adjoint.bench.subject.Prepared;
import adjoint.bench.subject.Subject;
import java.util.List;
import java.util.stream.LongStream;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.op.nn.Conv2d;
import org.tensorflow.op.nn.Conv2dBackpropInput;
import org.tensorflow.op.nn.DepthwiseConv2dNative;
import org.tensorflow.op.nn.DepthwiseConv2dNativeBackpropInput;
import org.tensorflow.proto.ConfigProto;
import org.tensorflow.types.TFloat32;

/** TensorFlow: a graph with the filter as a constant, NHWC in and out. It has no one- or three-dimensional form of all layers. */
public final class TensorFlow implements Subject {

    @Override
    public String name() {
        return "tensorflow";
    }

    @Override
    public List<Form> forms(BenchCase layer) {
        Spatial shape = new Spatial(layer);
        boolean dilatedTransposed = layer.transposed() && LongStream.of(shape.dilations()).anyMatch(d -> d > 1);
        boolean groupedTransposed = layer.transposed() && layer.geometry().groups() > 1 && !shape.isDepthwise();
        boolean known = shape.rank() == 2 && !dilatedTransposed && !groupedTransposed;
        return known ? List.of(Form.NHWC) : List.of();
    }

    @Override
    public Prepared prepare(BenchCase layer, Form form, float[] input, float[] filter, int threads) {
        Spatial shape = new Spatial(layer);
        int batch = layer.geometry().batch();
        long[] inputShape = Spatial.channelsLast(shape.inputShape());
        Graph graph = new Graph();
        Ops ops = Ops.create(graph);
        var x = ops.placeholder(TFloat32.class, Placeholder.shape(Shape.of(inputShape)));
        Operand<TFloat32> y = layer(ops, layer, x, filter);
        Session session = new Session(graph, ConfigProto.newBuilder().setIntraOpParallelismThreads(threads)
                .setInterOpParallelismThreads(1).build());
        TFloat32 feed = tensor(Images.channelsLast(input, batch, layer.inputChannels()), inputShape);
        return new Prepared() {
            private Result result;

            @Override
            public void run() {
                if (result != null) {
                    result.close();
                }
                result = session.runner().feed(x, feed).fetch(y).run();
            }

            @Override
            public float[] output() {
                float[] values = new float[layer.outputElements()];
                ((TFloat32) result.get(0)).copyTo(DataBuffers.of(values, false, false));
                return Images.channelsFirst(values, batch, layer.outputChannels());
            }

            @Override
            public void close() {
                if (result != null) {
                    result.close();
                }
                feed.close();
                session.close();
                graph.close();
            }
        };
    }

    private static Operand<TFloat32> layer(Ops ops, BenchCase layer, Operand<TFloat32> x, float[] filter) {
        Spatial shape = new Spatial(layer);
        List<Long> strides = nhwc(shape.strides());
        List<Long> dilations = nhwc(shape.dilations());
        boolean padded = LongStream.concat(LongStream.of(shape.paddingBefore()), LongStream.of(shape.paddingAfter()))
                .anyMatch(padding -> padding != 0);
        String mode = padded ? "EXPLICIT" : "VALID";
        List<Long> pads = padded ? padding(shape) : List.of();
        Operand<TFloat32> w = ops.constant(filter(layer, filter));
        if (!layer.transposed()) {
            return shape.isDepthwise()
                    ? ops.nn.depthwiseConv2dNative(x, w, strides, mode, DepthwiseConv2dNative.explicitPaddings(pads),
                            DepthwiseConv2dNative.dilations(dilations))
                    : ops.nn.conv2d(x, w, strides, mode, Conv2d.explicitPaddings(pads), Conv2d.dilations(dilations));
        }
        var size = ops.constant(
                LongStream.of(Spatial.channelsLast(shape.outputShape())).mapToInt(Math::toIntExact).toArray());
        return shape.isDepthwise()
                ? ops.nn.depthwiseConv2dNativeBackpropInput(size, w, x, strides, mode,
                        DepthwiseConv2dNativeBackpropInput.explicitPaddings(pads))
                : ops.nn.conv2dBackpropInput(size, w, x, strides, mode, Conv2dBackpropInput.explicitPaddings(pads));
    }

    /** Padding of each axis of an NHWC tensor; that of a transposed convolution belongs to the convolution that it undoes. */
    private static List<Long> padding(Spatial shape) {
        long[] before = shape.paddingBefore();
        long[] after = shape.paddingAfter();
        return List.of(0L, 0L, before[0], after[0], before[1], after[1], 0L, 0L);
    }

    private static List<Long> nhwc(long[] spatial) {
        return List.of(1L, spatial[0], spatial[1], 1L);
    }

    /** {@code [O, I/g, kh, kw]} to {@code [kh, kw, I/g, O]}; of depthwise layers, to {@code [kh, kw, O, 1]}. */
    private static TFloat32 filter(BenchCase layer, float[] filter) {
        int outer = layer.geometry().yChannels();
        int inner = layer.geometry().xGroupChannels();
        long[] kernel = new Spatial(layer).kernel();
        float[] transposed = Images.channelsLast(filter, 1, outer * inner);
        float[] ordered = Images.channelsLast(transposed, layer.geometry().taps(), outer);
        return new Spatial(layer).isDepthwise()
                ? tensor(transposed, kernel[0], kernel[1], outer, 1)
                : tensor(ordered, kernel[0], kernel[1], inner, outer);
    }

    private static TFloat32 tensor(float[] values, long... shape) {
        TFloat32 tensor = TFloat32.tensorOf(Shape.of(shape));
        tensor.copyFrom(DataBuffers.of(values));
        return tensor;
    }
}
