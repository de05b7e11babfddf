package adjoint.onnx.compile;

import adjoint.geometry.BorderMode;
import adjoint.onnx.graph.Graph;
import adjoint.onnx.graph.Node;
import adjoint.onnx.operator.Call;
import adjoint.onnx.operator.Conv;
import adjoint.onnx.operator.FilterOperator;
import adjoint.onnx.operator.Pad;
import adjoint.onnx.operator.Target;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What a Pad adds around an image is read by the convolution behind it as padding of its own: zeros, or a border of a mode. */
final class FusePad implements Compiler.Pass {

    private static final String PADS = "pads";

    @Override
    public Graph apply(Graph graph, Target target) {
        Rewriter rewriter = new Rewriter(graph);
        for (Node pad : rewriter.nodes()) {
            if (Compiler.operator(pad) instanceof Pad) {
                Call call = rewriter.call(pad);
                rewriter.onlyReader(pad.output())
                        .filter(reader -> Compiler.operator(reader) instanceof Conv
                                && reader.input(0).equals(pad.output()))
                        .ifPresent(conv -> Pad.margins(call).flatMap(margins -> padded(conv, margins))
                                .ifPresent(fused -> rewriter.replaceAll(List.of(pad, conv),
                                        fused.withInput(0, pad.input(0)))));
            }
        }
        return rewriter.graph();
    }

    /** The convolution with these margins, unless it pads by a rule or with zeros around another border. */
    private static Optional<Node> padded(Node conv, Pad.Margins margins) {
        int rank = margins.before().size();
        List<Integer> own = conv.attributes().has(PADS)
                ? conv.attributes().integers(PADS)
                : Collections.nCopies(2 * rank, 0);
        boolean zeros = margins.border() == BorderMode.ZEROS;
        if (!conv.attributes().text("auto_pad", "NOTSET").equals("NOTSET")
                || !zeros && own.stream().anyMatch(pad -> pad != 0)) {
            return Optional.empty();
        }
        List<Integer> added = Stream.concat(margins.before().stream(), margins.behind().stream()).toList();
        List<Long> pads = new ArrayList<>();
        for (int i = 0; i < 2 * rank; i++) {
            if (added.get(i) < 0 && own.get(i) > 0) {
                return Optional.empty(); // zeros stand where the image was cut
            }
            pads.add((long) own.get(i) + added.get(i));
        }
        Node padded = conv.with(PADS, pads);
        return Optional.of(zeros ? padded : padded.with(FilterOperator.BORDER, margins.border()));
    }
}
