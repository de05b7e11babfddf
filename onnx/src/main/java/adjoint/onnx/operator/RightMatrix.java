package adjoint.onnx.operator;

import adjoint.Convolution;
import adjoint.buffer.Floats;
import adjoint.epilogue.Epilogue;
import adjoint.onnx.run.Frame;
import java.util.Arrays;
import java.util.Optional;

/** A part of an input that others are multiplied by: a matrix whose rows are the columns of the product. */
final class RightMatrix {

    private final int input;
    private final int at;
    private final int rows;
    private final int terms;
    private final int columns;
    /** If the input is known. */
    private final Optional<Convolution> plan;

    /**
     * A matrix.
     *
     * @param call    the node
     * @param input   the input
     * @param at      where the matrix begins in it
     * @param rows    rows of what is multiplied by it, and of the product
     * @param terms   its columns
     * @param columns its rows, which are columns of the product
     * @param target  what computes
     */
    RightMatrix(Call call, int input, int at, int rows, int terms, int columns, Target target) {
        this.input = input;
        this.at = at;
        this.rows = rows;
        this.terms = terms;
        this.columns = columns;
        boolean known = call.isConstant(input) && rows > 0 && terms > 0 && columns > 0;
        plan = known
                ? Optional.of(Matrices.planned(rows, terms, columns,
                        Arrays.copyOfRange(call.floats(input), at, at + terms * columns), true, Epilogue.NONE, target))
                : Optional.empty();
    }

    /** Multiplies rows, one behind the other, and writes those of the product so. */
    void multiply(Frame frame, float[] left, int leftAt, float[] product, int productAt) {
        if (plan.isPresent()) {
            plan.get().run(Floats.of(left, leftAt, rows * terms), Floats.of(product, productAt, rows * columns));
            return;
        }
        for (int row = 0; row < rows; row++) {
            Matrices.row(left, leftAt + row * terms, 1, frame.in(input), at, Matrices.Strides.of(terms, columns, true),
                    product, productAt + row * columns, terms, columns);
        }
    }
}
