package adjoint.onnx.operator;

import adjoint.Convolution;
import adjoint.buffer.Floats;
import adjoint.epilogue.Epilogue;
import adjoint.geometry.Axis;
import adjoint.geometry.FilterLayout;
import adjoint.geometry.Geometry;
import adjoint.geometry.Layout;
import adjoint.geometry.Problem;
import adjoint.onnx.run.Span;
import java.util.List;

/** Products of matrices. */
final class Matrices {

    /**
     * A matrix in an array: element [row, column] lies at {@code row * rowStride + column * columnStride}.
     */
    record Strides(int rowStride, int columnStride) {
        /** Of a matrix of so many rows and columns, or of its transpose. */
        static Strides of(int rows, int columns, boolean transposed) {
            return transposed ? new Strides(1, rows) : new Strides(columns, 1);
        }
    }

    private Matrices() {
    }

    /**
     * A product whose right matrix is known: a convolution of {@code rows} pixels by filters of one tap.
     *
     * @param rows       rows of the left matrix and of the result
     * @param terms      columns of the left matrix, rows of the right one
     * @param columns    columns of the right matrix and of the result
     * @param right      the right matrix, or its transpose
     * @param transposed whether it is its transpose
     * @param epilogue   what is done to the result; a bias is one for each column
     * @param target     what computes
     */
    static Convolution planned(int rows, int terms, int columns, float[] right, boolean transposed, Epilogue epilogue,
            Target target) {
        return planned(rows, terms, columns, Floats.of(right), transposed, epilogue, target);
    }

    /** The same of a matrix anywhere. */
    static Convolution planned(int rows, int terms, int columns, Floats right, boolean transposed, Epilogue epilogue,
            Target target) {
        Axis pixels = new Axis(rows, rows, Axis.UNIT.window(), 0, Axis.UNIT.border());
        Problem problem = new Problem(new Geometry(1, 1, terms, columns, List.of(pixels)), Layout.NHWC,
                transposed ? FilterLayout.OIHW : FilterLayout.HWIO);
        return Convolution.plan(problem, right, epilogue, target.backend(), target.workers());
    }

    /**
     * One row of a product: {@code y[j] = sum of a[k] * b[k][j]}.
     */
    static void row(float[] a, int aAt, int aStride, Span right, int bAt, Strides b, float[] y, int yAt, int terms,
            int columns) {
        float[] bs = right.array();
        for (int j = 0; j < columns; j++) {
            y[yAt + j] = 0;
        }
        for (int k = 0; k < terms; k++) {
            float factor = a[aAt + k * aStride];
            int from = right.offset() + bAt + k * b.rowStride;
            if (b.columnStride == 1) {
                for (int j = 0; j < columns; j++) {
                    y[yAt + j] += factor * bs[from + j];
                }
            } else {
                for (int j = 0; j < columns; j++) {
                    y[yAt + j] += factor * bs[from + j * b.columnStride];
                }
            }
        }
    }
}
