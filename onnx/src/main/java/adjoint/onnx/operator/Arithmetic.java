package adjoint.onnx.operator;

/** The four operations and their kin. */
final class Arithmetic {

    static final Operator ADD = Elementwise.binary((a, aAt, b, bAt, y, yAt, n) -> {
        for (int i = 0; i < n; i++) {
            y[yAt + i] = a[aAt + i] + b[bAt + i];
        }
    }).integers(args -> args[0] + args[1]);

    private Arithmetic() {
    }
}
