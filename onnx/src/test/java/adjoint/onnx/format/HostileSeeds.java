package adjoint.onnx.format;

import adjoint.onnx.ElementType;
import adjoint.onnx.Signature;
import adjoint.onnx.Tensor;
import adjoint.onnx.graph.Attributes;
import adjoint.onnx.graph.Graph;
import adjoint.onnx.graph.Graphs;
import adjoint.onnx.graph.Node;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Small models without errors, between them of every form that the reader knows, to be damaged. */
public final class HostileSeeds {

    /** The name of the file that {@link #external} reads, and its size. */
    public static final String WEIGHTS = "weights.bin";
    /** The least bytes that {@link #WEIGHTS} must have. */
    public static final int WEIGHTS_BYTES = 256;

    private HostileSeeds() {
    }

    /** Models whose weights are in themselves, by name. */
    public static Map<String, byte[]> inside() {
        Map<String, byte[]> seeds = new LinkedHashMap<>();
        seeds.put("convolutions", convolutions());
        for (int opset : new int[] {9, 13, 21}) {
            seeds.put("shapes-" + opset, shapes(opset));
        }
        seeds.put("fusions", fusions());
        seeds.put("pools", pools());
        seeds.put("movements", movements());
        seeds.put("typed-data", typedData());
        seeds.put("raw-data", rawData());
        seeds.put("attributes", attributes());
        seeds.put("matrices", matrices());
        seeds.put("branches", branches());
        return seeds;
    }

    /** Models that read {@link #WEIGHTS} beside them, by name. */
    public static Map<String, byte[]> external() {
        WireWriter whole = OnnxWriter.header("w", 1, 2, 1, 3, 3).message(13, entry("location", WEIGHTS))
                .integer(14, 1);
        WireWriter part = OnnxWriter.header("w", 10, 2, 1, 3, 3).integer(14, 1)
                .message(13, entry("location", "./" + WEIGHTS)).message(13, entry("offset", "64"))
                .message(13, entry("length", "36"));
        return Map.of("external", externalModel(whole), "external-part", externalModel(part));
    }

    private static byte[] externalModel(WireWriter weights) {
        WireWriter graph = OnnxWriter.graph(image(13, 1, 6).node("Conv", "y", "x", "w").output("y").build());
        return OnnxWriter.model(graph.message(5, weights), 13).toByteArray();
    }

    private static WireWriter entry(String key, String value) {
        return new WireWriter().text(1, key).text(2, value);
    }

    private static Graphs image(int opset, int channels, int extent) {
        return new Graphs(opset).input(new Signature("x", ElementType.FLOAT, Optional.of(
                List.of("n", String.valueOf(channels), String.valueOf(extent), String.valueOf(extent)))));
    }

    private static Attributes ints(String name, long... values) {
        return ints(Attributes.NONE, name, values);
    }

    private static Attributes ints(Attributes attributes, String name, long... values) {
        return attributes.with(name, Arrays.stream(values).boxed().toList());
    }

    private static byte[] convolutions() {
        return OnnxWriter.bytes(image(13, 1, 6)
                .constant("w", new int[] {2, 1, 3, 3}, new float[18]).constant("b", new int[] {2}, 1, 2)
                .constant("first", Tensor.of(new long[] {1, 0}, 2)).constant("end", Tensor.of(new long[] {2, 4}, 2))
                .constant("axes", Tensor.of(new long[] {1, -1}, 2)).constant("scale", new int[] {4}, 1, 1, 2, 2)
                .node("Conv", ints("pads", 1, 1, 1, 1), "a", "x", "w", "b")
                .node("Clip", "c", "a").node("Add", "d", "a", "c")
                .node("Slice", "e", "d", "first", "end", "axes")
                .node("Resize", Attributes.NONE.with("mode", "nearest"), "f", "d", "", "scale")
                .node("Concat", Attributes.NONE.with("axis", 1), "g", "f", "f")
                .node("ConvTranspose", ints(ints("strides", 2, 2), "output_padding", 1, 0), "h", "d", "w")
                .node("GlobalAveragePool", "i", "g").output("e").output("h").output("i").build(), 13);
    }

    /** What exporters write to compute shapes. */
    private static byte[] shapes(int opset) {
        Graphs graphs = image(opset, 2, 4)
                .constant("one", Tensor.of(new long[] {1}, 1)).constant("two", Tensor.of(new long[] {2}, 1))
                .constant("zero", Tensor.of(new long[] {0})).constant("minus", Tensor.of(new long[] {-1}, 1))
                .node("Shape", "s", "x").node("Gather", Attributes.NONE.with("axis", 0), "n", "s", "zero");
        boolean new13 = opset >= 13;
        if (new13) {
            graphs.constant("axis", Tensor.of(new long[] {0}, 1)).node("Unsqueeze", "n1", "n", "axis");
        } else {
            graphs.node("Unsqueeze", ints("axes", 0), "n1", "n");
        }
        return OnnxWriter.bytes(graphs
                .node("Concat", Attributes.NONE.with("axis", 0), "t", "n1", "minus", "two", "two", "two")
                .node("Reshape", "r", "x", "t").node("Mul", "m", "n1", "two")
                .node("ConstantOfShape", Attributes.NONE.with("value", Tensor.of(new float[] {3}, 1)), "c", "two")
                .node("Transpose", ints("perm", 0, 2, 4, 1, 3), "p", "r").node("Cast",
                        Attributes.NONE.with("to", 1), "f", "m")
                .node("Mul", "y", "p", "f").node("Expand", "q", "c", "two").node("Equal", "e", "m", "two")
                .node("Where", "z", "e", "n1", "m").output("y").output("q").output("z").output("s").build(), opset);
    }

    private static byte[] fusions() {
        return OnnxWriter.bytes(image(14, 2, 5)
                .constant("w", new int[] {2, 2, 1, 1}, 1, 2, 3, 4).constant("v", new int[] {2, 1, 3, 3}, new float[18])
                .constant("scale", new int[] {2}, 1, 2).constant("shift", new int[] {2}, 3, 4)
                .constant("mean", new int[] {2}, 1, 1).constant("var", new int[] {2}, 1, 2)
                .constant("three", new int[0], 3).constant("zero", new int[0], 0).constant("six", new int[0], 6)
                .constant("factors", new int[] {1, 2, 1, 1}, 1, 2)
                .constant("pads", Tensor.of(new long[] {0, 0, 1, 1, 0, 0, 1, 1}, 8))
                .node("Conv", "a", "x", "w").node("BatchNormalization", "b", "a", "scale", "shift", "mean", "var")
                .node("Add", "c", "b", "three").node("Clip", "d", "c", "zero", "six").node("Mul", "e", "b", "d")
                .node("Div", "f", "e", "six").node("Pad", Attributes.NONE.with("mode", "reflect"), "g", "f", "pads")
                .node("Conv", Attributes.NONE.with("group", 2).with("auto_pad", "VALID"), "h", "g", "v")
                .node("Mul", "i", "h", "factors").node("Add", "j", "i", "x").node("Relu", "k", "j")
                .node("Sigmoid", "l", "k").node("Mul", "m", "l", "k").output("m").build(), 14);
    }

    private static byte[] pools() {
        Attributes window = ints(ints("kernel_shape", 2, 3), "strides", 2, 1);
        return OnnxWriter.bytes(image(12, 2, 7)
                .node("MaxPool", ints(window, "pads", 0, 1, 1, 1).with("ceil_mode", 1), "a", "x")
                .node("MaxPool", ints(window, "dilations", 2, 1), "c", "x")
                .node("AveragePool", window.with("auto_pad", "SAME_LOWER").with("count_include_pad", 1), "b", "a")
                .node("GlobalMaxPool", "d", "b").node("LRN", Attributes.NONE.with("size", 3), "e", "c")
                .node("ReduceMean", ints("axes", 2, -1).with("keepdims", 0), "f", "e")
                .node("ArgMax", Attributes.NONE.with("axis", 1), "g", "e").node("Softmax",
                        Attributes.NONE.with("axis", 1), "h", "e")
                .output("d").output("f").output("g").output("h").build(), 12);
    }

    private static byte[] movements() {
        return OnnxWriter.bytes(image(13, 4, 4)
                .constant("scales", new int[] {4}, 1, 1, 1.5f, 0.5f)
                .constant("repeats", Tensor.of(new long[] {1, 2, 1, 3}, 4)).constant("sizes",
                        Tensor.of(new long[] {1, 3}, 2))
                .constant("starts", Tensor.of(new long[] {-1}, 1)).constant("ends",
                        Tensor.of(new long[] {Long.MIN_VALUE}, 1))
                .constant("axes", Tensor.of(new long[] {3}, 1)).constant("steps", Tensor.of(new long[] {-2}, 1))
                .constant("start", Tensor.of(new long[] {0})).constant("limit", Tensor.of(new long[] {3}))
                .constant("delta", Tensor.of(new long[] {2}))
                .node("DepthToSpace", Attributes.NONE.with("blocksize", 2).with("mode", "CRD"), "a", "x")
                .node("SpaceToDepth", Attributes.NONE.with("blocksize", 4), "b", "a")
                .node("Resize", Attributes.NONE.with("mode", "cubic").with("antialias", 0)
                        .with("coordinate_transformation_mode", "align_corners"), "c", "x", "", "scales")
                .node("Tile", "d", "c", "repeats").node("Slice", "e", "d", "starts", "ends", "axes", "steps")
                .node("Range", "r", "start", "limit", "delta").node("Gather", Attributes.NONE.with("axis", 1), "g",
                        "x", "r")
                .node(Node.of("Split", 13, List.of("x", "sizes"), "h", "i")
                        .with(Attributes.NONE.with("axis", 1)))
                .node("Flatten", Attributes.NONE.with("axis", -1), "j", "i").node("Squeeze", "k", "a")
                .output("b").output("e").output("g").output("h").output("j").output("k").build(), 13);
    }

    /** Elements in the fields of their types, packed and one by one. */
    private static byte[] typedData() {
        WireWriter graph = OnnxWriter.graph(image(13, 1, 2)
                .node("Cast", Attributes.NONE.with("to", 1), "a", "ints").node("Cast", Attributes.NONE.with("to", 1),
                        "b", "bools")
                .node("Cast", Attributes.NONE.with("to", 1), "c", "unsigned").node("Cast",
                        Attributes.NONE.with("to", 6), "d", "bytes")
                .node("Sum", "s", "x", "floats", "halves", "doubles", "a", "b", "c").node("Reshape", "y", "s", "longs")
                .output("y").output("d").build());
        graph.message(5, OnnxWriter.header("floats", 1, 2).real(4, 1.5f).real(4, -2f));
        graph.message(5, OnnxWriter.header("halves", 10, 2).bytes(5,
                new WireWriter().varint(0x3E00).varint(0xC000).toByteArray()));
        graph.message(5, OnnxWriter.header("doubles", 11, 2).real(10, 1.5).real(10, 2.5));
        graph.message(5, OnnxWriter.header("ints", 6, 2).integer(5, -3).integer(5, 4));
        graph.message(5, OnnxWriter.header("bools", 9, 1).integer(5, 1));
        graph.message(5, OnnxWriter.header("bytes", 3, 2).integer(5, -1).integer(5, 2));
        graph.message(5, OnnxWriter.header("unsigned", 13, 1).integer(11, 7));
        graph.message(5, OnnxWriter.header("longs", 7, 2).bytes(7,
                new WireWriter().varint(2).varint(-1).toByteArray()));
        return OnnxWriter.model(graph, 13).toByteArray();
    }

    /** Elements as they lie in memory, packed dims, text. */
    private static byte[] rawData() {
        WireWriter graph = OnnxWriter.graph(image(13, 1, 2).input("k", ElementType.INT64)
                .node("Cast", Attributes.NONE.with("to", 1), "a", "shorts").node("Add", "y", "x", "a")
                .node("Add", "z", "y", "halves").node("Mul", "u", "z", "brains")
                .node("Add", "l", "k", "longs").node("Cast", Attributes.NONE.with("to", 1), "m", "l")
                .output("u").output("m").build());
        graph.message(5, new WireWriter().bytes(1, new byte[] {2, 2}).integer(2, 5).text(8, "shorts").bytes(9,
                new WireWriter().little(1, 2).little(-2, 2).little(300, 2).little(4, 2).toByteArray()));
        graph.message(5, OnnxWriter.header("halves", 10, 1).bytes(9, new WireWriter().little(0x3E00, 2).toByteArray()));
        graph.message(5, OnnxWriter.header("brains", 16, 1).bytes(9, new WireWriter().little(0x3FC0, 2).toByteArray()));
        graph.message(5, OnnxWriter.header("longs", 7, 1).bytes(9, new WireWriter().little(1L << 40, 8).toByteArray()));
        return OnnxWriter.model(graph, 13).toByteArray();
    }

    /** Attributes of each kind, also graphs and constants of each kind. */
    private static byte[] attributes() {
        return OnnxWriter.bytes(image(13, 2, 2)
                .node("Constant", Attributes.NONE.with("value_floats", List.of(1f, 2f)), "f")
                .node("Constant", Attributes.NONE.with("value_int", 2L), "i")
                .node("Constant", ints("value_ints", 1, 2, 1), "is")
                .node("Constant", Attributes.NONE.with("value", Tensor.of(new float[] {1, 2}, 2)), "t")
                .node("LeakyRelu", Attributes.NONE.with("alpha", 0.5f).with("names", List.of("p", "q")).with("inner",
                        new Graphs(13).constant("c", new int[] {1}, 3).node("Relu", "b", "x").output("b").build()),
                        "a", "x")
                .node("Add", "b", "a", "f").node("Mul", "c", "b", "t").node("Reshape", "d", "f", "is")
                .node("Pow", "e", "i", "is").output("c").output("d").output("e").build(), 13);
    }

    private static byte[] branches() {
        Graph relu = new Graphs(13).node("Relu", "b", "x").output("b").output("x").build();
        Graph scaled = new Graphs(13).constant("c", new int[] {1}, 3).node("Mul", "b", "x", "c").output("b").output("c")
                .build();
        Node inner = Node.of("If", 13, List.of("more"), "d", "e")
                .with(Attributes.of(Map.of("then_branch", relu, "else_branch", scaled)));
        Graph nested = new Graphs(13).node(inner).node("Add", "f", "d", "e").output("f").build();
        Graph other = new Graphs(13).node("Neg", "d", "x").output("d").build();
        return OnnxWriter.bytes(image(13, 2, 2).constant("three", Tensor.of(new long[] {3}, 1))
                .node("Shape", "s", "x").node("ReduceSum", "n", "s").node("Greater", "more", "n", "three")
                .node(Node.of("If", 13, List.of("more"), "y")
                        .with(Attributes.of(Map.of("then_branch", nested, "else_branch", other))))
                .node(new Node("FusedConv", "com.microsoft", 1, "", Attributes.NONE.with("activation", "Clip")
                        .with("activation_params", List.of(0f, 6f)), List.of("y", "w", "", "y"), List.of("z")))
                .constant("w", new int[] {2, 2, 1, 1}, 1, 2, 3, 4).output("z").build(), 13);
    }

    private static byte[] matrices() {
        return OnnxWriter.bytes(image(17, 2, 3)
                .constant("w", new int[] {3, 4}, new float[12]).constant("c", new int[] {4}, 1, 2, 3, 4)
                .constant("to", Tensor.of(new long[] {-1, 4}, 2)).constant("scale", new int[] {4}, 1, 1, 1, 1)
                .constant("perChannel", new int[] {2}, 1, 2)
                .node("InstanceNormalization", "i", "x", "perChannel", "perChannel").node("MatMul", "m", "i", "w")
                .node("Reshape", "r", "m", "to").node("LayerNormalization", "l", "r", "scale")
                .node("Gemm", Attributes.NONE.with("transB", 1).with("alpha", 0.5f), "g", "l", "r", "")
                .node("Add", "a", "m", "c").node("ReduceL2", ints("axes", -1), "n", "a")
                .node("LogSoftmax", "s", "g").output("n").output("s").build(), 17);
    }
}
