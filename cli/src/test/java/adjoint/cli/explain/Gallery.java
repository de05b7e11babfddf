package adjoint.cli.explain;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;

/** {@code docs/gallery.md} and its pictures: what {@code adjoint explain} makes of a few worked examples. */
final class Gallery {

    /**
     * One example.
     *
     * @param name    of its picture
     * @param corpus  the recorded result of TensorFlow that it is held against; empty if there is none
     * @param title   its heading
     * @param command the operands of {@code adjoint explain}
     * @param words   what there is to see
     */
    record Example(String name, String corpus, String title, String command, String words) {

        Explanation explanation() {
            ExplainCommand parsed = new ExplainCommand();
            new CommandLine(parsed).setCaseInsensitiveEnumValuesAllowed(true).parseArgs(command.split(" "));
            return parsed.explanation();
        }
    }

    static final List<Example> CONVOLUTIONS = List.of(
            new Example("conv-1", "article-conv-1", "SAME, stride 1",
                    "conv --input 4x4 --kernel 2x2 --stride 1 --padding SAME",
                    """
                            SAME with stride 1 promises an output as large as the input. Four windows of width 2 need five
                            columns, so one column and one row of zeros is added, and of an odd number SAME puts the extra
                            one at the end. The windows that touch it add fewer ones: 2 along the edges, 1 in the corner."""),
            new Example("conv-2", "article-conv-2", "VALID, stride 1",
                    "conv --input 4x4 --kernel 2x2 --stride 1 --padding VALID", """
                            VALID adds nothing: the window stays within the input, and there are only 4 - 2 + 1 = 3 places
                            for it along each axis. Every sum has its four ones."""),
            new Example("conv-3", "article-conv-3", "SAME, stride 2",
                    "conv --input 4x4 --kernel 2x2 --stride 2 --padding SAME", """
                            With stride 2, SAME promises half the extent, rounded up. Two windows side by side cover the
                            four columns exactly, so SAME has nothing to add."""),
            new Example("conv-4", "article-conv-4", "VALID, stride 2",
                    "conv --input 4x4 --kernel 2x2 --stride 2 --padding VALID", """
                            The windows fit without a remainder, so VALID and SAME are the same here. They part as soon as
                            the input does not divide by the stride, as in the next two."""),
            new Example("conv-5", "article-conv-5", "SAME, stride 2, an odd input",
                    "conv --input 5x5 --kernel 2x2 --stride 2 --padding SAME", """
                            Five columns and stride 2 make three windows, because SAME rounds up. The third one hangs half
                            over the edge and gets a column of zeros: nothing of the input is lost."""),
            new Example("conv-6", "article-conv-6", "VALID, stride 2, an odd input",
                    "conv --input 5x5 --kernel 2x2 --stride 2 --padding VALID", """
                            VALID rounds down instead. A third window would not fit, so the last column and the last row
                            are never read. This is why a transposed convolution cannot know its output size: inputs of 4
                            and of 5 both end here."""));

    static final List<Example> TRANSPOSED = List.of(
            new Example("deconv-1", "article-deconv-1", "SAME, stride 1",
                    "deconv --input 2x2 --kernel 2x2 --stride 1 --padding SAME --output 2x2", """
                            A transposed convolution goes the way of a convolution backwards: its input is what the
                            convolution would have made of its output. The window slides over the input with zeros all
                            around it and yields 3x3. The convolution from 2x2 to 2x2 had a column of zeros at the end, and
                            what lands on zeros that nobody gave is dropped."""),
            new Example("deconv-2", "article-deconv-2", "VALID, stride 1",
                    "deconv --input 2x2 --kernel 2x2 --stride 1 --padding VALID --output 3x3", """
                            The convolution backwards is the one from 3x3 to 2x2, without padding. So nothing is dropped,
                            and the output is larger than the input by the kernel less one."""),
            new Example("deconv-3", "article-deconv-3", "SAME, stride 2",
                    "deconv --input 2x2 --kernel 2x2 --stride 2 --padding SAME --output 4x4", """
                            The stride turns inside out: the window moves by one, and the input is stretched instead, with
                            one zero between neighbours. Each window meets exactly one input, so each output is 1."""),
            new Example("deconv-4", "article-deconv-4", "VALID, stride 2",
                    "deconv --input 2x2 --kernel 2x2 --stride 2 --padding VALID --output 4x4", """
                            Kernel and stride are equal, so the four copies of the kernel lie side by side, and VALID is the
                            same as SAME once more."""));

    static final List<Example> REMARKS = List.of(
            new Example("deconv-3-3x3", "article-deconv-3-3x3", "The other output under SAME",
                    "deconv --input 2x2 --kernel 2x2 --stride 2 --padding SAME --output 3x3", """
                            SAME with stride 2 makes 2 of 3 as well as of 4, so 3x3 is just as legal an output. The
                            convolution from 3x3 pads one column at the end, and it is dropped on the way back."""),
            new Example("deconv-4-5x5", "article-deconv-4-5x5", "The other output under VALID",
                    "deconv --input 2x2 --kernel 2x2 --stride 2 --padding VALID --output 5x5", """
                            VALID with stride 2 makes 2 of 5 too, without ever reading the fifth column. Backwards nothing
                            arrives there: the output has a row and a column of zeros. 6x6 would be refused, for the
                            convolution would make 3 of it."""),
            new Example("dilated", "", "Not the same: a dilated convolution",
                    "conv --input 4x4 --kernel 2x2 --dilation 2 --padding VALID", """
                            Both put holes somewhere, and are easily mixed up. A transposed convolution has them between
                            its *inputs*: as many as the stride less one, and the output grows. A dilated
                            convolution has them between the *taps* of its kernel: it is an ordinary convolution that looks
                            further with the same number of weights, and the output does not grow."""));

    private Gallery() {}

    /** Every file below {@code docs}, with its text. */
    static Map<String, String> files() {
        Map<String, String> files = new LinkedHashMap<>();
        StringBuilder page = new StringBuilder("""
                # Gallery

                The zeros of a convolution and of a transposed convolution, in ten small examples and three remarks. Blue is
                the input, grey the zeros around it, the pale squares the zeros that stretch it, green the output, and orange
                what is dropped or never read; the red frame is one place of the window and what comes of it. Every input and
                every tap is 1, so that each number says how many products it adds. All of it is drawn by the command shown;
                with `--html FILE` the same becomes a page in which the window moves and the parameters can be changed.

                `lo` and `hi` are the zeros before and after (below 0: elements left out), the span is what a window covers.
                """);
        section(page, files, "Convolution", CONVOLUTIONS);
        section(page, files, "Transposed convolution", TRANSPOSED);
        section(page, files, "Remarks", REMARKS);
        files.put("gallery.md", page.toString());
        return files;
    }

    private static void section(StringBuilder page, Map<String, String> files, String title, List<Example> examples) {
        page.append("\n## ").append(title).append('\n');
        for (Example example : examples) {
            Explanation explanation = example.explanation();
            files.put("gallery/" + example.name() + ".svg", SvgRenderer.render(explanation));
            page.append("\n### ").append(example.title()).append("\n\n")
                    .append("![").append(TextRenderer.title(explanation)).append("](gallery/").append(example.name())
                    .append(".svg)\n\n")
                    .append(example.words()).append("\n\n")
                    .append("```\n./adjoint explain ").append(example.command())
                    .append(" --svg docs/gallery/").append(example.name()).append(".svg\n```\n\n");
            Facts.numbers(explanation).forEach(line -> page.append(line).append(".\n"));
            page.append("\n```\n").append(NumberTable.of(explanation.onesResult(), explanation.outputExtents(), 40))
                    .append("```\n");
        }
    }
}
