package adjoint.conformance.corpus;

import adjoint.conformance.Operator;
import adjoint.geometry.Problem;
import java.util.Arrays;
import java.util.function.Supplier;

/**
 * Output sizes that PyTorch's transposed convolution is asked for. {@code outcome} is {@code accepted}, then
 * {@code output_padding} says what the size amounts to, or the error.
 */
final class OutputSizeFormat {

    private OutputSizeFormat() {
    }

    static Case parse(CsvFields row, long line) throws MalformedException {
        String op = row.text("op");
        if (PyTorchFormat.operator(op) != Operator.TRANSPOSED_CONVOLUTION) {
            throw new MalformedException("op=" + op + ": must be conv_transpose1d to conv_transpose3d");
        }
        int[] size = row.numbers("requested_output_size");
        String id = row.text("requested_output_size");
        boolean accepted = row.text("outcome").equals("accepted");
        int[] outputPadding = accepted ? row.numbers("output_padding") : new int[] {0};
        PyTorchFormat.Parameters parameters = new PyTorchFormat.Parameters(op, row.numbers("input_shape"),
                row.numbers("weight_shape"), row.numbers("stride"), null, row.numbers("padding"), outputPadding,
                row.numbers("dilation"), row.number("groups"));
        Supplier<Problem> requested = () -> parameters.transposed().outputSize(size).problem();
        if (!accepted) {
            return Refusal.INADMISSIBLE.toCase(id, requested);
        }
        return new AcceptedCase(id, parameters, requested);
    }

    /** A size that is accepted: asking for it must be the same as asking for its output padding. */
    private record AcceptedCase(String id, PyTorchFormat.Parameters parameters, Supplier<Problem> requested)
            implements Case {

        @Override
        public Outcome run(Setting setting) {
            Problem bySize;
            Problem byPadding;
            try {
                bySize = requested.get();
                byPadding = parameters.problem();
            } catch (IllegalArgumentException e) {
                return new Outcome.Failed("refused, must be computed: " + e.getMessage());
            }
            return bySize.equals(byPadding)
                    ? InnerProducts.outcome(bySize, setting)
                    : new Outcome.Failed(
                            "expected as with output_padding=" + Arrays.toString(parameters.outputPadding()) + ": "
                                    + byPadding + ", got " + bySize);
        }
    }
}
