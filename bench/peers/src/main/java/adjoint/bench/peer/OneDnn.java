package adjoint.bench.peer;

import adjoint.bench.cases.BenchCase;
import adjoint.bench.subject.Edge;
import adjoint.bench.subject.Form;
import adjoint.bench.subject.Prepared;
import adjoint.bench.subject.Subject;
import adjoint.geometry.Axis;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.dnnl.IntMemoryMap;
import org.bytedeco.dnnl.convolution_forward;
import org.bytedeco.dnnl.deconvolution_forward;
import org.bytedeco.dnnl.engine;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.primitive;
import org.bytedeco.dnnl.reorder;
import org.bytedeco.dnnl.stream;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WEIGHTS;
import static org.bytedeco.dnnl.global.dnnl.algorithm;
import static org.bytedeco.dnnl.global.dnnl.prop_kind;

/**
 * oneDNN. The filter is always in the order that the library likes best, brought into it beforehand. The images are in such an
 * order too ({@code any}), or plain, or plain and brought into it and back within the measured time ({@code nchw+reorder}).
 */
public final class OneDnn implements Subject {

    /** The variable of the environment from which the library alone takes its number of threads. */
    private static final String THREADS = "OMP_NUM_THREADS";

    private static final Form ANY = new Form("any", Edge.OWN);
    private static final Form REORDER = new Form("nchw+reorder", Edge.NCHW);

    @Override
    public String name() {
        return "onednn";
    }

    @Override
    public List<Form> forms(BenchCase layer) {
        return List.of(ANY, Form.NCHW, REORDER, Form.NHWC);
    }

    @Override
    public Prepared prepare(BenchCase layer, Form form, float[] input, float[] filter, int threads) {
        String set = System.getenv(THREADS);
        if (!("" + threads).equals(set)) {
            throw new IllegalStateException(THREADS + "=" + set + ": must be threads=" + threads);
        }
        return new Layer(layer, form, input, filter);
    }

    /** The library's names of orders are letters, one for each axis of the tensor, outermost in memory first. */
    private static memory.format_tag order(BenchCase layer, Form form) {
        String axes = "cdef".substring(0, layer.geometry().rank());
        if (form.equals(Form.NCHW)) {
            return memory.format_tag.valueOf("ab" + axes);
        }
        return form.equals(Form.NHWC) ? memory.format_tag.valueOf("a" + axes + "b") : memory.format_tag.any;
    }

    /** PyTorch's order: the library's axes are (group,) output channel, input channel, kernel for both operators. */
    private static memory.format_tag filterOrder(BenchCase layer) {
        boolean grouped = layer.geometry().groups() > 1;
        String channels = layer.transposed() ? (grouped ? "acb" : "ba") : (grouped ? "abc" : "ab");
        int from = channels.length();
        return memory.format_tag.valueOf(channels + "abcdef".substring(from, from + layer.geometry().rank()));
    }

    private static long[] filterShape(BenchCase layer) {
        long groups = layer.geometry().groups();
        long[] channels = {layer.outputChannels() / groups, layer.inputChannels() / groups};
        long[] dense = Spatial.join(channels, new Spatial(layer).kernel());
        return groups == 1 ? dense : Spatial.join(new long[] {groups}, dense);
    }

    /** A layer's objects of the library. All are freed at the end, in reverse. */
    private static final class Layer implements Prepared {

        private final List<Pointer> owned = new ArrayList<>();
        private final engine engine = own(new engine(org.bytedeco.dnnl.engine.kind.cpu, 0));
        private final stream stream = own(new stream(engine));
        private final IntMemoryMap arguments = own(new IntMemoryMap());
        private final boolean reorders;
        private final Image input;
        private final Image output;
        private final primitive primitive;
        private final String kernel;

        Layer(BenchCase layer, Form form, float[] values, float[] filter) {
            Spatial shape = new Spatial(layer);
            reorders = form.equals(REORDER);
            memory.desc in = describe(shape.inputShape(), order(layer, form));
            memory.desc out = describe(shape.outputShape(), order(layer, form));
            memory.desc weights = describe(filterShape(layer), memory.format_tag.any);
            long[] gaps = shape.each(axis -> axis.dilation() - 1);
            if (layer.transposed()) {
                var chosen = own(new deconvolution_forward.primitive_desc(engine, prop_kind.forward_inference.value,
                        algorithm.deconvolution_direct.value, in, weights, out, shape.strides(), gaps,
                        shape.paddingBefore(), shape.each(Axis::hi)));
                kernel = chosen.impl_info_str().getString();
                in = own(chosen.src_desc());
                out = own(chosen.dst_desc());
                weights = own(chosen.weights_desc());
                primitive = own(new deconvolution_forward(chosen));
            } else {
                var chosen = own(new convolution_forward.primitive_desc(engine, prop_kind.forward_inference.value,
                        algorithm.convolution_direct.value, in, weights, out, shape.strides(), gaps,
                        shape.paddingBefore(), shape.paddingAfter()));
                kernel = chosen.impl_info_str().getString();
                in = own(chosen.src_desc());
                out = own(chosen.dst_desc());
                weights = own(chosen.weights_desc());
                primitive = own(new convolution_forward(chosen));
            }
            memory plainFilter = own(new memory(describe(filterShape(layer), filterOrder(layer)), engine));
            memory packedFilter = own(new memory(weights, engine));
            new FloatPointer(plainFilter.get_data_handle()).put(filter);
            own(new reorder(plainFilter, packedFilter)).execute(stream, plainFilter, packedFilter);
            input = new Image(describe(shape.inputShape(), order(layer, Form.NCHW)), in);
            output = new Image(describe(shape.outputShape(), order(layer, Form.NCHW)), out);
            new FloatPointer(input.plain.get_data_handle()).put(values);
            input.bringIn();
            stream._wait();
            arguments.put(DNNL_ARG_SRC, input.chosen);
            arguments.put(DNNL_ARG_WEIGHTS, packedFilter);
            arguments.put(DNNL_ARG_DST, output.chosen);
        }

        @Override
        public void run() {
            if (reorders) {
                input.bringIn();
            }
            primitive.execute(stream, arguments);
            if (reorders) {
                output.bringOut();
            }
            stream._wait();
        }

        @Override
        public float[] output() {
            output.bringOut();
            stream._wait();
            float[] values = new float[Math.toIntExact(output.plain.get_desc().get_size() / Float.BYTES)];
            new FloatPointer(output.plain.get_data_handle()).get(values);
            return values;
        }

        @Override
        public String kernel() {
            return kernel;
        }

        @Override
        public void close() {
            owned.reversed().forEach(Pointer::close);
        }

        private memory.desc describe(long[] shape, memory.format_tag tag) {
            return own(new memory.desc(shape, memory.data_type.f32, tag));
        }

        private <T extends Pointer> T own(T pointer) {
            owned.add(pointer);
            return pointer;
        }

        /** An image in NCHW order and in the chosen one, which may be the same. */
        private final class Image {
            private final memory plain;
            private final memory chosen;
            private final reorder in;
            private final reorder out;

            Image(memory.desc plainOrder, memory.desc chosenOrder) {
                plain = own(new memory(plainOrder, engine));
                chosen = chosenOrder.equals(plainOrder) ? plain : own(new memory(chosenOrder, engine));
                in = own(new reorder(plain, chosen));
                out = own(new reorder(chosen, plain));
            }

            void bringIn() {
                if (chosen != plain) {
                    in.execute(stream, plain, chosen);
                }
            }

            void bringOut() {
                if (chosen != plain) {
                    out.execute(stream, chosen, plain);
                }
            }
        }
    }
}
