package adjoint.cli.network;

import adjoint.cli.CommandRun;
import adjoint.models.TrainedModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

class InspectCommandTest {

    private final CommandRun inspect = new CommandRun("inspect");

    @TempDir
    private Path folder;
    private Path model;

    @BeforeEach
    void write() throws IOException {
        model = Files.write(folder.resolve("model.onnx"), TrainedModel.WAIFU2X_UPCONV7.bytes());
    }

    @Test
    void aModelIsToldWithItsWork() {
        assertEquals(0, inspect.with(model, "--shape", "1x3x37x45"), inspect::err);
        assertTrue(inspect.out().startsWith(model + ": 552.5 k weights\nin   input: float [1, 3, "), inspect::out);
        assertTrue(inspect.out().contains("\noperators: Conv 6, ConvTranspose 1, LeakyRelu 6\n"), inspect::out);
        // 25x33 outputs, 256 channels of 128 inputs and 9 taps.
        assertTrue(inspect.out().contains("243.3 M"), inspect::out);
        assertTrue(inspect.out().contains("work for {input=[1, 3, 37, 45]}: "), inspect::out);
    }

    @Test
    void openSizesAreAssumed() {
        assertEquals(0, inspect.with(model), inspect::err);
        assertTrue(inspect.out().contains("work for {input=[1, 3, 224, 224]}: "), inspect::out);
    }

    @Test
    void sizesThatDoNotSuitTheModelAreToldAndTheRestToo() throws IOException {
        Path cunet = Files.write(folder.resolve("cunet.onnx"), TrainedModel.WAIFU2X_CUNET.bytes());
        assertEquals(0, inspect.with(cunet), inspect::err);
        inspect.refuses(cunet + ": ", cunet, "--shape", "1x3x57x57");
    }

    @Test
    void whatIsNotSupportedIsNamed() throws IOException {
        // ModelProto: a graph of one node Foo from x to y, and version 13 of the operators.
        byte[] node = Protobuf.message(Protobuf.field(1, "x"), Protobuf.field(2, "y"), Protobuf.field(3, "first"),
                Protobuf.field(4, "Foo"));
        byte[] tensorOfFloats = Protobuf.field(1, (byte) 8, (byte) 1);
        byte[] value = Protobuf.message(Protobuf.field(1, "x"), Protobuf.field(2, tensorOfFloats));
        byte[] result = Protobuf.message(Protobuf.field(1, "y"), Protobuf.field(2, tensorOfFloats));
        byte[] graph = Protobuf.message(Protobuf.field(1, node), Protobuf.field(11, value), Protobuf.field(12, result));
        byte[] opset = {0x10, 13};
        Path file = Files.write(folder.resolve("foo.onnx"),
                Protobuf.message(Protobuf.field(7, graph), Protobuf.field(8, opset)));
        assertEquals(0, inspect.with(file), inspect::err);
        assertTrue(inspect.out().contains("\noperators: Foo 1\ncannot run, operators are not supported: Foo 'first'\n"),
                inspect::out);
    }

    @Test
    void nodesAreDrawn() throws IOException {
        Path dot = folder.resolve("model.dot");
        assertEquals(0, inspect.with(model, "--dot", dot), inspect::err);
        assertTrue(inspect.out().endsWith("drawn in " + dot + "\n"), inspect::out);
        assertTrue(Files.readString(dot).startsWith("digraph {\n"));
        assertEquals(14, Files.readString(dot).lines().filter(line -> line.contains(" -> ")).count());
    }

    @Test
    void mistakesAreNamed() throws IOException {
        Path text = Files.writeString(folder.resolve("text.onnx"), "no model");
        inspect.refuses("nothing.onnx: does not exist", "nothing.onnx");
        inspect.refuses(text + ": ", text);
        inspect.refuses("--shape=1x3xhuge: must be whole numbers joined by x", model, "--shape", "1x3xhuge");
        inspect.refuses("--shape=y=1x3x4x4: must begin with input=, the model has no input y", model, "--shape",
                "y=1x3x4x4");
        inspect.refuses("--shape=1x3x99999999x99999999: must have fewer elements", model, "--shape",
                "1x3x99999999x99999999");
        inspect.refuses("a.svg: must end in .dot or .gv", model, "--dot", "a.svg");
    }

    @Test
    void countsHaveAtMostFourDigits() {
        assertEquals("999", LayerTable.count(999));
        assertEquals("1.0 k", LayerTable.count(1000));
        assertEquals("999.9 k", LayerTable.count(999_900));
        assertEquals("1.0 M", LayerTable.count(999_999));
        assertEquals("76.1 G", LayerTable.count(76_060_000_000L));
    }
}
