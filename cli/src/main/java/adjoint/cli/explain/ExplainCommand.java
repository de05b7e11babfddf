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
@Command(name = "explain", mixinStandardHelpOptions = true, sortOptions = false, description = "Shows what a convolution or a transposed convolution does with its zeros, step by step.")
public final class ExplainCommand implements Callable<Integer> {

    @Parameters(paramLabel = "conv|deconv", description = "convolution, or transposed convolution")
    private Operator operator;

    @Option(names = "--input", required = true, paramLabel = "HxW", description = "extents of the input: 1 to 3 numbers")
    private String input;

    @Option(names = "--kernel", required = true, paramLabel = "HxW", description = "taps; here as below, one value stands for all axes")
    private String kernel;

    @Option(names = "--stride", defaultValue = "1", paramLabel = "N", description = "distance of neighbouring windows")
    private String stride;

    @Option(names = "--dilation", defaultValue = "1", paramLabel = "N", description = "distance of neighbouring taps")
    private String dilation;

    @Option(names = "--padding", paramLabel = "P", description = "SAME, SAME_LOWER, VALID, CAUSAL, FULL, or zeros before,after: 1,0 or 1,0x2,1; none if not given")
    private String padding;

    @Option(names = "--output", paramLabel = "HxW", description = "deconv: the output wanted, one of the admissible extents")
    private String output;

    @Option(names = "--dialect", paramLabel = "FRAMEWORK", description = "read padding and output by the rules of ${COMPLETION-CANDIDATES}, in its words; without it, a padding's word means the same everywhere")
    private Framework dialect;

    @Option(names = "--svg", paramLabel = "FILE.svg", description = "write a picture")
    private Path svg;

    @Option(names = "--html", paramLabel = "FILE.html", description = "write a page in which the window moves")
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
