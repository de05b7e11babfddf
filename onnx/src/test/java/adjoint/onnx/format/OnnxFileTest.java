package adjoint.onnx.format;

import adjoint.onnx.ElementType;
import adjoint.onnx.ModelException;
import adjoint.onnx.Signature;
import adjoint.onnx.Tensor;
import adjoint.onnx.graph.Attributes;
import adjoint.onnx.graph.Graph;
import adjoint.onnx.graph.Graphs;
import adjoint.onnx.graph.Node;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

class OnnxFileTest {

    private static final long MEMORY = 1 << 20;

    @Test
    void nodesKeepTheirAttributes() {
        Graph inner = new Graphs(0).node("Relu", "b", "a").output("b").build();
        Attributes attributes = Attributes.of(Map.of("f", 1.5f, "i", -3L, "s", "SAME_UPPER", "floats",
                List.of(1f, 2f), "ints", List.of(-1L, Long.MAX_VALUE), "strings", List.of("p", "q")));
        Graph graph = new Graphs(13).input("x").node("Foo", attributes.with("g", inner), "y", "x", "").output("y")
                .build();
        Graph read = OnnxFile.read("test", OnnxWriter.bytes(graph, 13), MEMORY);
        Node node = read.nodes().getFirst();
        assertEquals(attributes, node.attributes().without("g"));
        assertEquals("b = Relu(a)", node.attributes().graph("g").toString());
        assertEquals(List.of("x", ""), node.inputs());
        assertEquals(13, node.opset());
    }

    @Test
    void emptyListsAndZerosThatAreNotWrittenAreStillThere() {
        WireWriter node = new WireWriter().text(1, "x").text(2, "y").text(4, "Foo")
                .message(5, new WireWriter().text(1, "none").integer(20, 7))
                .message(5, new WireWriter().text(1, "zero").integer(20, 2));
        Attributes attributes = read(new WireWriter().message(1, node).message(11, OnnxWriter.signature(
                new Signature("x", ElementType.FLOAT, Optional.empty())))).nodes().getFirst().attributes();
        assertEquals(List.of(), attributes.longs("none"));
        assertEquals(0, attributes.integer("zero"));
    }

    @Test
    void signaturesTellNumbersNamesAndWhatIsNotSaid() {
        Signature x = new Signature("x", ElementType.FLOAT, Optional.of(List.of("n", "3", "?")));
        Graph graph = new Graph("g", List.of(x), List.of(x), List.of(), Map.of(), Map.of());
        Signature read = OnnxFile.read("test", OnnxWriter.bytes(graph, 13), MEMORY).inputs().getFirst();
        assertEquals(x, read);
        assertEquals("x: float [n, 3, ?]", read.toString());
    }

    /** What is made an output to look at it has a name alone. */
    @Test
    void outputsNeedNotSayTheirType() {
        WireWriter graph = OnnxWriter.graph(new Graphs(13).input("x").node("Relu", "y", "x").build())
                .message(12, new WireWriter().text(1, "y"));
        assertEquals(List.of(new Signature("y", ElementType.FLOAT, Optional.empty())), read(graph).outputs());
        WireWriter sequence = OnnxWriter.graph(new Graphs(13).input("x").node("Relu", "y", "x").build())
                .message(12, new WireWriter().text(1, "y").message(2, new WireWriter().message(4, new WireWriter())));
        assertEquals("test: 'y': must be a tensor",
                assertThrows(ModelException.class, () -> read(sequence)).getMessage());
    }

    @Test
    void elementsOfEveryTypeAreReadFromBytes() {
        assertArrayEquals(new float[] {1.5f, -2}, raw(1, 4, 0x3FC00000L, 0xC0000000L).toFloats());
        assertArrayEquals(new long[] {255, 7}, raw(2, 1, 255, 7).toLongs());
        assertArrayEquals(new long[] {-1, 7}, raw(3, 1, 255, 7).toLongs());
        assertArrayEquals(new long[] {65535, 7}, raw(4, 2, 65535, 7).toLongs());
        assertArrayEquals(new long[] {-1, 7}, raw(5, 2, 65535, 7).toLongs());
        assertArrayEquals(new long[] {-1, 7}, raw(6, 4, -1, 7).toLongs());
        assertArrayEquals(new long[] {-1, 1L << 40}, raw(7, 8, -1, 1L << 40).toLongs());
        assertArrayEquals(new long[] {1, 0}, raw(9, 1, 1, 0).toLongs());
        assertArrayEquals(new float[] {1.5f, -2}, raw(10, 2, 0x3E00, 0xC000).toFloats());
        assertArrayEquals(new float[] {1.5f, -2}, raw(11, 8, Double.doubleToLongBits(1.5), Double.doubleToLongBits(-2))
                .toFloats());
        assertArrayEquals(new long[] {0xFFFFFFFFL, 7}, raw(12, 4, -1, 7).toLongs());
        assertArrayEquals(new long[] {1L << 40, 7}, raw(13, 8, 1L << 40, 7).toLongs());
        assertArrayEquals(new float[] {1.5f, -2}, raw(16, 2, 0x3FC0, 0xC000).toFloats());
    }

    @Test
    void elementsAreReadFromFieldsOfTheirType() {
        WireWriter floats = OnnxWriter.header("t", 1, 2).real(4, 1.5f).real(4, -2f);
        assertArrayEquals(new float[] {1.5f, -2}, tensor(floats).toFloats());
        WireWriter packed = OnnxWriter.header("t", 1, 2).bytes(4,
                new WireWriter().little(0x3FC00000, 4).little(0xC0000000, 4).toByteArray());
        assertArrayEquals(new float[] {1.5f, -2}, tensor(packed).toFloats());
        WireWriter halves = OnnxWriter.header("t", 10, 2).bytes(5,
                new WireWriter().varint(0x3E00).varint(0xC000).toByteArray());
        assertArrayEquals(new float[] {1.5f, -2}, tensor(halves).toFloats());
        WireWriter longs = OnnxWriter.header("t", 7, 2).bytes(7, new WireWriter().varint(-1).varint(7).toByteArray());
        assertArrayEquals(new long[] {-1, 7}, tensor(longs).toLongs());
        WireWriter doubles = OnnxWriter.header("t", 11, 1).real(10, 1.5);
        assertArrayEquals(new float[] {1.5f}, tensor(doubles).toFloats());
    }

    @Test
    void nodesAreSortedSoThatEachReadsWhatIsWrittenBeforeIt() {
        Graph graph = new Graphs(13).input("x").node("Relu", "c", "b").node("Relu", "a", "x").node("Relu", "b", "a")
                .node("Relu", "d", "x").output("c").build();
        assertEquals("a = Relu(x)\nb = Relu(a)\nc = Relu(b)\nd = Relu(x)",
                OnnxFile.read("test", OnnxWriter.bytes(graph, 13), MEMORY).toString());
    }

    @Test
    void initializersThatAreInputsTooNeedNotBeGiven() {
        Graph graph = new Graphs(9).input("x").input("w").constant("w", new int[] {1}, 2).node("Add", "y", "x", "w")
                .output("y").build();
        assertEquals(List.of("x"), OnnxFile.read("test", OnnxWriter.bytes(graph, 9), MEMORY).inputs().stream()
                .map(Signature::name).toList());
    }

    @Test
    void graphsThatDoNotMakeSenseAreRefused() {
        assertRefused("test: Relu 'a': waits for its own result",
                new Graphs(13).node("Relu", "a", "b").node("Relu", "b", "a").output("b"));
        assertRefused("test: Relu 'y' needs 'w': must be an input, an initializer or written by a node",
                new Graphs(13).node("Relu", "y", "w").output("y"));
        assertRefused("test: the output needs 'z': must be an input, an initializer or written by a node",
                new Graphs(13).input("x").output("z"));
        assertRefused("test: Relu 'x': writes 'x', which is given already",
                new Graphs(13).input("x").node("Relu", "x", "x").output("x"));
        Graph deep = new Graphs(13).input("x").output("x").build();
        for (int i = 0; i < 10; i++) {
            deep = new Graphs(13).input("x").node("If", Attributes.NONE.with("g", deep), "y", "x").output("y").build();
        }
        byte[] bytes = OnnxWriter.bytes(deep, 13);
        assertEquals("graphs within graphs: must be at most 8", assertThrows(ModelException.class,
                () -> OnnxFile.read("test", bytes, MEMORY)).getMessage().replaceFirst(".*: (?=graphs)", ""));
    }

    @Test
    void messagesWithinMessagesAreReadToADepthAndNoFurther() {
        WireWriter wire = OnnxWriter.graph(new Graphs(13).input("x").output("x").build());
        for (int i = 0; i < 2_000; i++) {
            wire = new WireWriter().message(1, new WireWriter().text(2, "y").message(5,
                    new WireWriter().text(1, "g").message(6, wire)));
        }
        byte[] bytes = OnnxWriter.model(wire, 13).toByteArray();
        assertEquals("graphs within graphs: must be at most 8", assertThrows(ModelException.class,
                () -> OnnxFile.read("test", bytes, MEMORY)).getMessage().replaceFirst(".*: (?=graphs)", ""));
    }

    @Test
    void moreNodesThanAnyModelHasAreRefused() {
        Graphs graph = new Graphs(13).input("x").output("x");
        for (int i = 0; i <= 1 << 16; i++) {
            graph.node("Relu", "y" + i, "x");
        }
        assertRefused("test: nodes: must be at most 65536", graph);
    }

    @Test
    void anInputOfTextIsRefused() {
        assertRefused("test: input x: string: must have elements that are numbers or bool",
                new Graphs(13).input("x", ElementType.STRING).output("x"));
    }

    @Test
    void tensorsThatPromiseWhatIsNotThereAreRefused() {
        assertTensorRefused("raw_data has 8 bytes: float [3] needs 12",
                OnnxWriter.header("t", 1, 3).bytes(9, new byte[8]));
        assertTensorRefused("raw_data has 8 bytes: float [2000000000] needs 8000000000",
                OnnxWriter.header("t", 1, 2_000_000_000).bytes(9, new byte[8]));
        assertTensorRefused("shape=[2000000000]: must be that of the elements given",
                OnnxWriter.header("t", 1, 2_000_000_000));
        assertTensorRefused("shape=[65536, 65536]: must have at most 2147483647 elements",
                OnnxWriter.header("t", 1, 65536, 65536));
        assertTensorRefused("shape=[2147483647, 2147483647, 2147483647, 4]: must have at most 2147483647 elements",
                OnnxWriter.header("t", 1, Integer.MAX_VALUE, Integer.MAX_VALUE, Integer.MAX_VALUE, 4));
        assertTensorRefused("shape=[0, 65536, 65536]: must have at most 2147483647 elements",
                OnnxWriter.header("t", 1, 0, 65536, 65536));
        assertTensorRefused("shape=[4294967297]: must have extents below 2^31",
                new WireWriter().integer(1, (1L << 32) + 1).integer(2, 1).text(8, "t"));
        assertTensorRefused("shape=[-1]: must have extents of at least 0",
                new WireWriter().integer(1, -1).integer(2, 1).text(8, "t"));
        assertTensorRefused("shape=[2]: must be that of the elements given, which are 1",
                OnnxWriter.header("t", 1, 2).real(4, 1f));
        assertTensorRefused("shape=[1]: must be that of the elements given, there are more",
                OnnxWriter.header("t", 1, 1).real(4, 1f).real(4, 1f));
        assertTensorRefused("data_type=99: must be one of 1 to 16", OnnxWriter.header("t", 99, 1));
        assertTensorRefused("type=string: must be a number or bool", OnnxWriter.header("t", 8, 1));
        assertTensorRefused("memory=1048576 bytes: must be enough for all weights, which need more",
                OnnxWriter.header("t", 2, 1 << 18).bytes(9, new byte[1 << 18]));
    }

    @Test
    void whatIsNoOnnxFileIsRefused() {
        assertThrows(ModelException.class, () -> OnnxFile.read("test", new byte[0], MEMORY));
        assertThrows(ModelException.class, () -> OnnxFile.read("test", "hello, world".getBytes(), MEMORY));
    }

    @Test
    void attributesOfTheCompilersOwnAreRefused() {
        assertRefused("test: Conv 'y': attribute adjoint.activation: must not begin with adjoint.", new Graphs(13)
                .input("x").node("Conv", Attributes.NONE.with("adjoint.activation", "x"), "y", "x").output("y"));
    }

    private static Tensor raw(int type, int width, long... bits) {
        WireWriter raw = new WireWriter();
        for (long each : bits) {
            raw.little(each, width);
        }
        Tensor tensor = tensor(OnnxWriter.header("t", type, bits.length).bytes(9, raw.toByteArray()));
        assertEquals(type, tensor.type().ordinal() + 1);
        return tensor;
    }

    private static Tensor tensor(WireWriter tensor) {
        return read(new WireWriter().message(5, tensor)).constants().get("t");
    }

    private static Graph read(WireWriter graph) {
        return OnnxFile.read("test", OnnxWriter.model(graph, 13).toByteArray(), MEMORY);
    }

    private static void assertRefused(String message, Graphs graph) {
        byte[] bytes = OnnxWriter.bytes(graph.build(), 13);
        assertEquals(message,
                assertThrows(ModelException.class, () -> OnnxFile.read("test", bytes, MEMORY)).getMessage());
    }

    private static void assertTensorRefused(String message, WireWriter tensor) {
        assertEquals("test: tensor 't': " + message,
                assertThrows(ModelException.class, () -> tensor(tensor)).getMessage());
    }
}
