package adjoint.conformance;

import adjoint.conformance.contract.BackendContract;
import adjoint.spi.Backend;
import adjoint.spi.Backends;

class ReferenceBackendTest implements BackendContract {

    @Override
    public Backend backend() {
        return Backends.named("reference");
    }
}
