package adjoint.simd;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.lang.management.ManagementFactory;
import java.util.Optional;

/**
 * Whether vector code is fast here. Where C2 does not compile it, each operation allocates and calls: thousands of times slower
 * than scalar loops. Source: the checks of Apache Lucene's {@code VectorizationProvider}.
 */
final class Availability {

    /** Why not, decided once; empty if it is. */
    static final Optional<String> REASON = Optional.ofNullable(reason());

    private Availability() {
    }

    private static String reason() {
        Module own = Availability.class.getModule();
        Optional<Module> vector = own.getLayer() != null
                ? own.getLayer().findModule("jdk.incubator.vector")
                : ModuleLayer.boot().findModule("jdk.incubator.vector");
        if (vector.isEmpty() || !own.canRead(vector.get())) {
            return "the Vector API is not there: start Java with --add-modules jdk.incubator.vector";
        }
        if (System.getProperty("java.vm.info", "").contains("interpreted mode")) {
            return "this Java does not compile: start it without -Xint";
        }
        String compiler = ModuleLayer.boot().findModule("jdk.management").isPresent() ? Compiler.reason() : null;
        if (compiler != null) {
            return compiler;
        }
        if (Lanes.F32 < 4) {
            return "vectors have " + Lanes.F32 * Float.SIZE + " bits here: at least 128 are needed";
        }
        return null;
    }

    /** What the running compiler says of itself; apart, since the module that tells it may be missing. */
    private static final class Compiler {
        private static final HotSpotDiagnosticMXBean BEAN = ManagementFactory
                .getPlatformMXBean(HotSpotDiagnosticMXBean.class);

        static String reason() {
            if (BEAN == null) {
                return "this Java is not HotSpot, whose C2 compiler turns the Vector API into vector instructions";
            }
            if (is("UseJVMCICompiler", "true")) {
                return "the compiler is not C2: start Java without -XX:+UseJVMCICompiler";
            }
            if (!is("TieredStopAtLevel", "4") && is("TieredCompilation", "true")) {
                return "the C2 compiler is off: start Java without -XX:TieredStopAtLevel";
            }
            if (is("UseFMA", "false")) {
                return "there is no fused multiply-add: Java emulates it, thousands of times slower";
            }
            return null;
        }

        private static boolean is(String option, String value) {
            try {
                return BEAN.getVMOption(option).getValue().equals(value);
            } catch (IllegalArgumentException absent) {
                return false; // this build of HotSpot has no such option
            }
        }
    }
}
