package adjoint.conformance;

import adjoint.conformance.contract.BackendContract;
import adjoint.spi.Backend;
import adjoint.spi.Backends;

/** Runs once at each vector width. Where the backend is not available, every property fails and says why. */
class SimdBackendTest implements BackendContract {

    @Override
    public Backend backend() {
        return Backends.named("simd");
    }
}
