package adjoint.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;

/** DJL's many methods that compute element by element, or one number of many, in terms of a few. */
abstract class ComputingNDArray extends RefusingNDArray {

    ComputingNDArray(NDManager manager, Shape shape, DataType type) {
        super(manager, shape, type);
    }

    abstract NDArray each(Unary operation);

    abstract NDArray with(Binary operation, Number n);

    abstract NDArray with(Binary operation, NDArray other);

    abstract NDArray reduce(Reduction reduction, int[] axes, boolean keepDims);

    /** Takes over the elements of a result of its own shape, and keeps its type. */
    abstract NDArray become(NDArray result);

    // Of each element.

    @Override
    public NDArray neg() {
        return each(Unary.NEGATE);
    }

    @Override
    public NDArray abs() {
        return each(Unary.ABSOLUTE);
    }

    @Override
    public NDArray square() {
        return each(Unary.SQUARE);
    }

    @Override
    public NDArray floor() {
        return each(Unary.FLOOR);
    }

    @Override
    public NDArray ceil() {
        return each(Unary.CEIL);
    }

    @Override
    public NDArray round() {
        return each(Unary.ROUND);
    }

    @Override
    public NDArray sqrt() {
        return each(Unary.SQRT);
    }

    @Override
    public NDArray exp() {
        return each(Unary.EXP);
    }

    @Override
    public NDArray log() {
        return each(Unary.LOG);
    }

    @Override
    public NDArray tanh() {
        return each(Unary.TANH);
    }

    @Override
    public NDArray negi() {
        return become(neg());
    }

    // With a number, or with the elements of another array.

    @Override
    public NDArray add(Number n) {
        return with(Binary.ADD, n);
    }

    @Override
    public NDArray add(NDArray other) {
        return with(Binary.ADD, other);
    }

    @Override
    public NDArray sub(Number n) {
        return with(Binary.SUBTRACT, n);
    }

    @Override
    public NDArray sub(NDArray other) {
        return with(Binary.SUBTRACT, other);
    }

    @Override
    public NDArray mul(Number n) {
        return with(Binary.MULTIPLY, n);
    }

    @Override
    public NDArray mul(NDArray other) {
        return with(Binary.MULTIPLY, other);
    }

    @Override
    public NDArray div(Number n) {
        return with(Binary.DIVIDE, n);
    }

    @Override
    public NDArray div(NDArray other) {
        return with(Binary.DIVIDE, other);
    }

    @Override
    public NDArray pow(Number n) {
        return with(Binary.POWER, n);
    }

    @Override
    public NDArray pow(NDArray other) {
        return with(Binary.POWER, other);
    }

    @Override
    public NDArray maximum(Number n) {
        return with(Binary.MAXIMUM, n);
    }

    @Override
    public NDArray maximum(NDArray other) {
        return with(Binary.MAXIMUM, other);
    }

    @Override
    public NDArray minimum(Number n) {
        return with(Binary.MINIMUM, n);
    }

    @Override
    public NDArray minimum(NDArray other) {
        return with(Binary.MINIMUM, other);
    }

    @Override
    public NDArray eq(Number n) {
        return with(Binary.EQUAL, n);
    }

    @Override
    public NDArray eq(NDArray other) {
        return with(Binary.EQUAL, other);
    }

    @Override
    public NDArray neq(Number n) {
        return with(Binary.NOT_EQUAL, n);
    }

    @Override
    public NDArray neq(NDArray other) {
        return with(Binary.NOT_EQUAL, other);
    }

    @Override
    public NDArray gt(Number n) {
        return with(Binary.GREATER, n);
    }

    @Override
    public NDArray gt(NDArray other) {
        return with(Binary.GREATER, other);
    }

    @Override
    public NDArray gte(Number n) {
        return with(Binary.GREATER_OR_EQUAL, n);
    }

    @Override
    public NDArray gte(NDArray other) {
        return with(Binary.GREATER_OR_EQUAL, other);
    }

    @Override
    public NDArray lt(Number n) {
        return with(Binary.LESS, n);
    }

    @Override
    public NDArray lt(NDArray other) {
        return with(Binary.LESS, other);
    }

    @Override
    public NDArray lte(Number n) {
        return with(Binary.LESS_OR_EQUAL, n);
    }

    @Override
    public NDArray lte(NDArray other) {
        return with(Binary.LESS_OR_EQUAL, other);
    }

    @Override
    public NDArray addi(Number n) {
        return become(add(n));
    }

    @Override
    public NDArray addi(NDArray other) {
        return become(add(other));
    }

    @Override
    public NDArray subi(Number n) {
        return become(sub(n));
    }

    @Override
    public NDArray subi(NDArray other) {
        return become(sub(other));
    }

    @Override
    public NDArray muli(Number n) {
        return become(mul(n));
    }

    @Override
    public NDArray muli(NDArray other) {
        return become(mul(other));
    }

    @Override
    public NDArray divi(Number n) {
        return become(div(n));
    }

    @Override
    public NDArray divi(NDArray other) {
        return become(div(other));
    }

    @Override
    public NDArray clip(Number min, Number max) {
        return maximum(min).minimum(max);
    }

    // One number of many.

    @Override
    public NDArray max() {
        return max(Shapes.allAxes(shape), false);
    }

    @Override
    public NDArray max(int[] axes, boolean keepDims) {
        return reduce(Reduction.MAX, axes, keepDims);
    }

    @Override
    public NDArray min() {
        return min(Shapes.allAxes(shape), false);
    }

    @Override
    public NDArray min(int[] axes, boolean keepDims) {
        return reduce(Reduction.MIN, axes, keepDims);
    }

    @Override
    public NDArray sum() {
        return sum(Shapes.allAxes(shape), false);
    }

    @Override
    public NDArray sum(int[] axes, boolean keepDims) {
        return reduce(Reduction.SUM, axes, keepDims);
    }

    @Override
    public NDArray mean() {
        return mean(Shapes.allAxes(shape), false);
    }

    @Override
    public NDArray mean(int[] axes, boolean keepDims) {
        return reduce(Reduction.MEAN, axes, keepDims);
    }

    @Override
    public NDArray norm(boolean keepDims) {
        return norm(2, Shapes.allAxes(shape), keepDims);
    }

    @Override
    public NDArray norm(int ord, int[] axes, boolean keepDims) {
        return reals().abs().pow(ord).sum(axes, keepDims).pow(1.0 / ord);
    }

    @Override
    public NDArray normalize(double exponent, long dim, double eps) {
        int[] along = {Shapes.axis(shape, dim)};
        NDArray norm = reals().abs().pow(exponent).sum(along, true).pow(1 / exponent);
        return div(norm.maximum(eps));
    }

    private NDArray reals() {
        return toType(Promotion.real(getDataType()), false);
    }
}
