package adjoint.djl;

import ai.djl.Device;
import ai.djl.Model;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDManager;
import java.lang.module.ModuleDescriptor;
import java.util.Optional;

/** The engine: inference on CPUs. */
final class AdjointEngine extends Engine {

    static final String NAME = "Adjoint";
    /** Behind the engines that train and OnnxRuntime: another engine that is there stays the one that programs get unasked. */
    static final int RANK = 11;
    static final AdjointEngine INSTANCE = new AdjointEngine();

    private AdjointEngine() {
    }

    /** None: arrays compute for themselves. */
    @Override
    public Engine getAlternativeEngine() {
        return null;
    }

    @Override
    public String getEngineName() {
        return NAME;
    }

    @Override
    public int getRank() {
        return RANK;
    }

    @Override
    public String getVersion() {
        return Optional.ofNullable(AdjointEngine.class.getModule().getDescriptor())
                .flatMap(ModuleDescriptor::rawVersion)
                .or(() -> Optional.ofNullable(AdjointEngine.class.getPackage().getImplementationVersion()))
                .orElse("unpackaged");
    }

    @Override
    public boolean hasCapability(String capability) {
        return false;
    }

    @Override
    public Model newModel(String name, Device device) {
        return new AdjointModel(name, newBaseManager(device));
    }

    @Override
    public NDManager newBaseManager() {
        return newBaseManager(null);
    }

    @Override
    public NDManager newBaseManager(Device device) {
        return AdjointNDManager.SYSTEM.newSubManager(device);
    }
}
