package adjoint.bench.peer;

import adjoint.bench.cases.BenchCase;
import adjoint.bench.subject.Form;
import adjoint.bench.subject.Prepared;
import adjoint.bench.subject.Subject;
import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.pytorch.engine.PtSymbolBlock;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * PyTorch through DJL, contiguous or in the memory format channels_last. DJL's own arrays have no transposed convolution on
 * PyTorch, so that the layer is a TorchScript archive written here.
 */
public final class PyTorch implements Subject {

    /** PyTorch's numbers of its memory formats. */
    private static final int CONTIGUOUS = 0;
    private static final int CHANNELS_LAST = 2;
    private static final int CHANNELS_LAST_3D = 3;

    @Override
    public String name() {
        return "pytorch";
    }

    @Override
    public List<Form> forms(BenchCase layer) {
        if (!new Spatial(layer).isSymmetric()) {
            return List.of();
        }
        return layer.geometry().rank() == 1 ? List.of(Form.NCHW) : List.of(Form.NCHW, Form.NHWC);
    }

    @Override
    public Prepared prepare(BenchCase layer, Form form, float[] input, float[] filter, int threads) throws Exception {
        System.setProperty("ai.djl.pytorch.num_threads", "" + threads);
        System.setProperty("ai.djl.pytorch.num_interop_threads", "1");
        Spatial shape = new Spatial(layer);
        Model model = Model.newInstance("layer", "PyTorch");
        model.load(new ByteArrayInputStream(archive(layer)));
        NDManager manager = model.getNDManager().newSubManager();
        Block block = model.getBlock();
        boolean last = form.equals(Form.NHWC);
        NDArray x = manager.create(input, new Shape(shape.inputShape()));
        NDArray w = manager.create(filter, new Shape(shape.filterShape()));
        NDList arguments = last ? new NDList(call(block, "last", x), call(block, "last", w)) : new NDList(x, w);
        return new Prepared() {
            private NDArray result;

            @Override
            public void run() {
                if (result != null) {
                    result.close();
                }
                result = ((PtSymbolBlock) block).forward(null, arguments, false).head();
            }

            @Override
            public float[] output() {
                return call(block, "first", result).toFloatArray();
            }

            @Override
            public void close() {
                if (result != null) {
                    result.close();
                }
                manager.close();
                model.close();
            }
        };
    }

    private static NDArray call(Block block, String method, NDArray argument) {
        // DJL takes the method from the name of one more argument.
        NDArray selector = argument.getManager().create(0f);
        selector.setName("module_method:" + method);
        return ((PtSymbolBlock) block).forward(null, new NDList(argument, selector), false).head();
    }

    private static byte[] archive(BenchCase layer) throws IOException {
        Spatial shape = new Spatial(layer);
        int groups = layer.geometry().groups();
        String padding = list(shape.strides()) + ", " + list(shape.paddingBefore());
        String operator = layer.transposed()
                ? "conv_transpose" + shape.rank() + "d(x, w, None, " + padding + ", " + list(shape.outputPadding()) + ", "
                        + groups + ", " + list(shape.dilations()) + ")"
                : "conv" + shape.rank() + "d(x, w, None, " + padding + ", " + list(shape.dilations()) + ", " + groups + ")";
        String code = String.format(Locale.ROOT, """
                class Layer(Module):
                  __parameters__ = []
                  __buffers__ = []
                  training : bool
                  def forward(self: __torch__.Layer,
                    x: Tensor,
                    w: Tensor) -> Tensor:
                    return torch.%s
                  def last(self: __torch__.Layer,
                    x: Tensor) -> Tensor:
                    return torch.contiguous(x, memory_format=%d)
                  def first(self: __torch__.Layer,
                    x: Tensor) -> Tensor:
                    return torch.contiguous(x, memory_format=%d)
                """, operator, shape.rank() == 3 ? CHANNELS_LAST_3D : CHANNELS_LAST, CONTIGUOUS);
        var bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            // Pickles: an object of class Layer with training = False, and an empty tuple.
            put(zip, "layer/data.pkl", "\u0080\2c__torch__\nLayer\n)\u0081}X\10\0\0\0training\u0089sb.");
            put(zip, "layer/code/__torch__.py", code);
            put(zip, "layer/constants.pkl", "\u0080\2).");
            put(zip, "layer/version", "3\n");
        }
        return bytes.toByteArray();
    }

    /** PyTorch maps the files of an archive, which so must not be compressed. */
    private static void put(ZipOutputStream zip, String name, String content) throws IOException {
        byte[] bytes = content.getBytes(StandardCharsets.ISO_8859_1);
        CRC32 sum = new CRC32();
        sum.update(bytes);
        ZipEntry entry = new ZipEntry(name);
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(bytes.length);
        entry.setCrc(sum.getValue());
        zip.putNextEntry(entry);
        zip.write(bytes);
        zip.closeEntry();
    }

    private static String list(long[] values) {
        return Arrays.stream(values).mapToObj(Long::toString).collect(Collectors.joining(", ", "[", "]"));
    }
}
