package adjoint.bench.peer;

import adjoint.bench.cases.NetworkCase;
import adjoint.bench.subject.NetworkSubject;
import adjoint.bench.subject.Prepared;
import java.util.Arrays;

/** ONNX Runtime on the whole input, which is how its users run it. */
public final class OnnxRuntimeNetwork implements NetworkSubject {

    @Override
    public String name() {
        return "onnxruntime";
    }

    @Override
    public boolean compilesWhileRunning() {
        return false;
    }

    @Override
    public Prepared prepare(NetworkCase network, int threads) throws Exception {
        long[] shape = Arrays.stream(network.inputShape()).asLongStream().toArray();
        return new OnnxRuntimeSession(network.model().bytes(), network.input(), shape, threads);
    }
}
