package adjoint.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrayAdapter;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.nio.charset.Charset;

/**
 * An array that computes nothing: what DJL's adapter would pass on to a second engine goes to a {@link Refusal}, what it would
 * throw without a name is here.
 */
abstract class RefusingNDArray extends NDArrayAdapter {

    RefusingNDArray(NDManager manager, Shape shape, DataType type) {
        super(manager, Refusal.MANAGER, shape, type, NDManager.nextUid());
    }

    @Override
    public void attach(NDManager other) {
        super.attach(other);
        alternativeManager = Refusal.MANAGER;
    }

    @Override
    public void setRequiresGradient(boolean requiresGrad) {
        throw Refusal.of("setRequiresGradient");
    }

    @Override
    public NDArray getGradient() {
        throw Refusal.of("getGradient");
    }

    @Override
    public String[] toStringArray(Charset charset) {
        throw Refusal.of("toStringArray");
    }

    @Override
    public NDArray put(NDArray index, NDArray value) {
        throw Refusal.of("put");
    }

    @Override
    public NDArray scatter(NDArray index, NDArray value, int axis) {
        throw Refusal.of("scatter");
    }

    @Override
    public NDArray modi(Number n) {
        throw Refusal.of("modi");
    }

    @Override
    public NDArray modi(NDArray other) {
        throw Refusal.of("modi");
    }

    @Override
    public NDArray powi(Number n) {
        throw Refusal.of("powi");
    }

    @Override
    public NDArray powi(NDArray other) {
        throw Refusal.of("powi");
    }

    @Override
    public NDArray signi() {
        throw Refusal.of("signi");
    }

    @Override
    public NDArray fft(long length, long axis) {
        throw Refusal.of("fft");
    }

    @Override
    public NDArray ifft(long length, long axis) {
        throw Refusal.of("ifft");
    }

    @Override
    public NDArray rfft(long length, long axis) {
        throw Refusal.of("rfft");
    }

    @Override
    public NDArray irfft(long length, long axis) {
        throw Refusal.of("irfft");
    }

    @Override
    public NDArray stft(long nFft, long hopLength, boolean center, NDArray window, boolean normalize,
            boolean returnComplex) {
        throw Refusal.of("stft");
    }

    @Override
    public NDArray fft2(long[] sizes, long[] axes) {
        throw Refusal.of("fft2");
    }

    @Override
    public NDArray ifft2(long[] sizes, long[] axes) {
        throw Refusal.of("ifft2");
    }

    @Override
    public NDList unique(Integer dim, boolean sorted, boolean returnInverse, boolean returnCounts) {
        throw Refusal.of("unique");
    }

    @Override
    public NDArray batchMatMul(NDArray other) {
        throw Refusal.of("batchMatMul");
    }

    @Override
    public NDArray xlogy(NDArray other) {
        throw Refusal.of("xlogy");
    }

    @Override
    public NDArray complex() {
        throw Refusal.of("complex");
    }

    @Override
    public NDArray real() {
        throw Refusal.of("real");
    }

    @Override
    public NDArray conj() {
        throw Refusal.of("conj");
    }

    @Override
    public NDArray diff(int n, int dim) {
        throw Refusal.of("diff");
    }
}
