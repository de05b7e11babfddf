package adjoint.djl;

import ai.djl.engine.Engine;
import ai.djl.engine.EngineProvider;

/** Tells DJL of the engine. */
public final class AdjointEngineProvider implements EngineProvider {

    /** For the service loader. */
    public AdjointEngineProvider() {
    }

    @Override
    public String getEngineName() {
        return AdjointEngine.NAME;
    }

    @Override
    public int getEngineRank() {
        return AdjointEngine.RANK;
    }

    @Override
    public Engine getEngine() {
        return AdjointEngine.INSTANCE;
    }
}
