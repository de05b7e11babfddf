package adjoint.conformance.corpus;

import adjoint.conformance.Operator;

/**
 * Parameters of PyTorch's functions, without values. {@code kind} is {@code sample}, {@code sample without batch} or
 * {@code error}.
 */
final class PyTorchSamplesFormat {

    private PyTorchSamplesFormat() {
    }

    static Case parse(CsvFields row, long line) throws MalformedException {
        String op = row.text("op");
        Operator operator = PyTorchFormat.operator(op);
        int[] input = row.numbers("input_shape");
        int[] weight = row.numbers("weight_shape");
        String padding = row.text("padding");
        boolean word = padding.equals("same") || padding.equals("valid");
        PyTorchFormat.Parameters parameters = new PyTorchFormat.Parameters(op, input, weight, row.numbers("stride"),
                word ? padding : null, word ? null : row.numbers("padding"),
                row.has("output_padding") ? row.numbers("output_padding") : new int[] {0}, row.numbers("dilation"),
                row.number("groups"));
        String id = op + " " + row.text("kind");
        switch (row.text("kind")) {
            case "sample", "sample without batch" -> {
                int[] shape = row.numbers("output_shape");
                return new LawCase(id, operator, parameters::problem,
                        input.length == weight.length ? shape : Shapes.batchOfOne(shape));
            }
            case "error" -> {
                return Refusal.INADMISSIBLE.toCase(id, parameters::problem);
            }
            default -> throw new MalformedException("kind=" + row.text("kind")
                    + ": must be sample, sample without batch or error");
        }
    }
}
