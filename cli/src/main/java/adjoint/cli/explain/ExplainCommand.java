package adjoint.cli.explain;

import adjoint.cli.file.OutputFile;
import adjoint.geometry.Window;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code adjoint explain}: reads the options, prints the text, writes the picture and the page. */
@Command(name = "explain", mixinStandardHelpOptions = true, sortOptions = false, usageHelpAutoWidth = true, header = "Show what a convolution or a transposed convolution does with its zeros, step by step.", descriptionHeading = "%n", description = {
    "Prints the numbers of each axis, which zeros are put in and what is dropped, the result where every input and every tap is 1,"
            + " and the same as a call of each framework.",
    ""}, footerHeading = "%nExamples:%n", footer = {
        "  adjoint explain conv --input 4x4 --kernel 2x2 --padding SAME --svg picture.svg",
        "  adjoint explain deconv --input 2x2 --kernel 2x2 --stride 2 --html page.html"})
public final class ExplainCommand implements Callable<Integer> {

    @Parameters(paramLabel = "conv|deconv", description = "Convolution, or transposed convolution.")
    private Operator operator;

    @Option(names = "--input", order = 1, required = true, paramLabel = "HxW", description = "Extents of the input: 1 to 3 numbers.")
    private String input;

    @Option(names = "--kernel", order = 2, required = true, paramLabel = "HxW", description = "Taps; here as below, one value stands for all axes.")
    private String kernel;

    @Option(names = "--stride", order = 3, defaultValue = "1", paramLabel = "N", description = "Distance of neighbouring windows (default: ${DEFAULT-VALUE}).")
    private String stride;

    @Option(names = "--dilation", order = 4, defaultValue = "1", paramLabel = "N", description = "Distance of neighbouring taps (default: ${DEFAULT-VALUE}).")
    private String dilation;

    @Option(names = "--padding", order = 5, paramLabel = "P", description = "SAME, SAME_LOWER, VALID, CAUSAL, FULL, or zeros before,after: 1,0 or 1,0x2,1; none if not given.")
    private String padding;

    @Option(names = "--output", order = 6, paramLabel = "HxW", description = "With deconv, the output wanted: one of the admissible extents.")
    private String output;

    @Option(names = "--dialect", order = 7, paramLabel = "FRAMEWORK", description = "Read padding and output by the rules of ${COMPLETION-CANDIDATES}, in its words; without it, a padding's word means the same everywhere.")
    private Framework dialect;

    @Option(names = "--svg", order = 8, paramLabel = "FILE.svg", description = "Write a picture.")
    private Path svg;

    @Option(names = "--html", order = 9, paramLabel = "FILE.html", description = "Write a page in which the window moves.")
    private Path html;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        OutputFile pictureFile = svg == null ? null : new OutputFile(svg).require(List.of(".svg"), List.of());
        OutputFile pageFile = html == null ? null : new OutputFile(html).require(List.of(".html"), List.of());
        Explanation explanation = explanation();
        // All is drawn before anything is written: what is refused leaves no half of it behind.
        String picture = svg == null ? "" : SvgRenderer.render(explanation);
        String page = html == null ? "" : HtmlRenderer.render(explanation);
        if (svg != null) {
            pictureFile.write(out -> out.write(picture.getBytes(StandardCharsets.UTF_8)));
        }
        if (html != null) {
            pageFile.write(out -> out.write(page.getBytes(StandardCharsets.UTF_8)));
        }
        PrintWriter out = spec.commandLine().getOut();
        out.print(TextRenderer.render(explanation));
        out.flush();
        return 0;
    }

    /** What the options ask for. */
    Explanation explanation() {
        List<Integer> extents = PerAxis.numbers("--input", input);
        int rank = extents.size();
        List<Integer> kernels = PerAxis.numbers("--kernel", kernel, rank);
        List<Integer> strides = PerAxis.numbers("--stride", stride, rank);
        List<Integer> dilations = PerAxis.numbers("--dilation", dilation, rank);
        List<Window> windows = IntStream.range(0, rank)
                .mapToObj(axis -> new Window(kernels.get(axis), strides.get(axis), dilations.get(axis))).toList();
        List<Integer> wanted = output == null ? List.of() : PerAxis.numbers("--output", output, rank);
        if (dialect == null) {
            String given = padding == null ? "VALID" : padding;
            return new Request(operator, extents, windows, PerAxis.paddings("--padding", given, rank), wanted)
                    .explain();
        }
        String given = padding == null ? dialect.noPadding() : padding;
        boolean word = PerAxis.isWord(given);
        return Request.explain(dialect, new Asked(operator, extents, windows, word ? given : null,
                word ? List.of() : PerAxis.pads("--padding", given, rank), wanted));
    }
}
