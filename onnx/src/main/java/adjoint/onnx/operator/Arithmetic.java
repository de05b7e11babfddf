package adjoint.onnx.operator;

/** The four operations and their kin. */
final class Arithmetic {

    static final Operator ADD = Elementwise.binary((a, aAt, b, bAt, y, yAt, n) -> {
        for (int i = 0; i < n; i++) {
            y[yAt + i] = a[aAt + i] + b[bAt + i];
        }
    }).integers(args -> args[0] + args[1]);

    static final Operator SUB = Elementwise.binary((a, aAt, b, bAt, y, yAt, n) -> {
        for (int i = 0; i < n; i++) {
            y[yAt + i] = a[aAt + i] - b[bAt + i];
        }
    }).integers(args -> args[0] - args[1]);

    static final Operator MUL = Elementwise.binary((a, aAt, b, bAt, y, yAt, n) -> {
        for (int i = 0; i < n; i++) {
            y[yAt + i] = a[aAt + i] * b[bAt + i];
        }
    }).integers(args -> args[0] * args[1]);

    static final Operator DIV = Elementwise.of(call -> call.type(0).type().isInteger()
            ? (Loop.Binary) Arithmetic::divideTowardsZero
            : (Loop.Binary) Arithmetic::divide).integers(args -> args[0] / args[1]);

    private Arithmetic() {
    }

    private static void divide(float[] a, int aAt, float[] b, int bAt, float[] y, int yAt, int n) {
        for (int i = 0; i < n; i++) {
            y[yAt + i] = a[aAt + i] / b[bAt + i];
        }
    }

    private static void divideTowardsZero(float[] a, int aAt, float[] b, int bAt, float[] y, int yAt, int n) {
        for (int i = 0; i < n; i++) {
            y[yAt + i] = (int) (a[aAt + i] / b[bAt + i]);
        }
    }
}
