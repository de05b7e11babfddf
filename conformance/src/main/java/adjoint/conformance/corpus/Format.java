package adjoint.conformance.corpus;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The formats that cases are written in. A file's format is found from its name's ending and the fields of its first line. */
enum Format {
    /** Cases of TensorFlow's operators. */
    TENSORFLOW(".jsonl", json(TensorFlowFormat::parse), "op", "strides", "dilations", "padding", "input_shape",
            "filter_shape"),
    /** Cases of PyTorch's functions. */
    PYTORCH(".jsonl", json(PyTorchFormat::parse), "op", "stride", "padding", "dilation", "groups", "x_shape",
            "w_shape"),
    /** Cases of ONNX's Conv and ConvTranspose. */
    ONNX(".jsonl", json(OnnxFormat::parse), "op", "attributes", "x_shape", "w_shape"),
    /** Models of one ONNX operator with inputs and outputs. */
    ONNX_MODEL(".jsonl", json(OnnxModelFormat::parse), "name", "nodes", "inputs", "initializers", "outputs"),
    /** Parameters of dilated convolutions. */
    ATROUS(".csv", csv(AtrousFormat::parse), "op", "input_shape", "filter_shape", "strides", "dilations", "padding",
            "output_shape", "error"),
    /** Output sizes that PyTorch's transposed convolution is asked for. */
    OUTPUT_SIZE(".csv", csv(OutputSizeFormat::parse), "op", "input_shape", "weight_shape", "stride", "padding",
            "dilation", "groups", "requested_output_size", "outcome", "output_padding"),
    /** Parameters of PyTorch's functions. */
    PYTORCH_SAMPLES(".csv", csv(PyTorchSamplesFormat::parse), "op", "kind", "input_shape", "weight_shape", "stride",
            "padding", "output_padding", "dilation", "groups", "output_shape", "error"),
    /** Shapes of transposed convolutions; the file's name tells them from those of convolutions. */
    TRANSPOSED_SHAPES("deconv.csv", csv(ShapesFormat::transposed), ShapesFormat.COLUMNS),
    /** Shapes of convolutions. */
    CONVOLUTION_SHAPES("conv.csv", csv(ShapesFormat::convolution), ShapesFormat.COLUMNS);

    /** The names under which cases are expected; other files of a folder may be something else. */
    private static final Set<String> USUAL_NAMES = Set.of("cases.jsonl", "rejections.jsonl", "deviations.jsonl",
            "worked-examples.jsonl", "unit-tests.jsonl", "atrous.csv", "output_size.csv", "pytorch.csv", "conv.csv",
            "deconv.csv");

    private final String ending;
    private final Set<String> fields;
    private final Parser parser;

    Format(String ending, Parser parser, String... fields) {
        this.ending = ending;
        this.fields = Set.copyOf(Arrays.asList(fields));
        this.parser = parser;
    }

    /** Turns a line into a case. */
    @FunctionalInterface
    interface Parser {
        Case parse(List<String> header, String line, long number) throws MalformedException;
    }

    /** Turns an object into a case. */
    @FunctionalInterface
    interface JsonParser {
        Case parse(JsonFields fields) throws MalformedException;
    }

    /** Turns the columns of the line {@code number} into a case. */
    @FunctionalInterface
    interface CsvParser {
        Case parse(CsvFields fields, long number) throws MalformedException;
    }

    private static Parser json(JsonParser parser) {
        return (header, line, number) -> parser.parse(JsonFields.parse(line));
    }

    private static Parser csv(CsvParser parser) {
        return (header, line, number) -> parser.parse(new CsvFields(header, line), number);
    }

    /** The format of a file with these fields, if it is one of ours. */
    static Optional<Format> of(String fileName, Set<String> fields) {
        return Arrays.stream(values())
                .filter(format -> fileName.endsWith(format.ending) && fields.containsAll(format.fields))
                .findFirst();
    }

    /** Whether a file of this name should be in one of the formats. */
    static boolean isUsualName(String fileName) {
        return USUAL_NAMES.contains(fileName);
    }

    /**
     * Reads a case.
     *
     * @param header the names of the columns; none in JSON files
     * @param line   the line
     * @param number its number in the file, from 1
     */
    Case parse(List<String> header, String line, long number) throws MalformedException {
        return parser.parse(header, line, number);
    }
}
