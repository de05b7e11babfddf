package adjoint.conformance;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import jdk.incubator.vector.FloatVector;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** That a run of these tests has the width it was started for: a flag that got lost would test one width three times. */
class VectorWidthTest {

    private static final String FLAG = "-XX:MaxVectorSize=";

    @Test
    void vectorsAreAsWideAsAskedForOrAsTheMachineHas() {
        List<String> asked = ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(argument -> argument.startsWith(FLAG)).toList();
        assertEquals(1, asked.size(), "start the tests with " + FLAG + "16, 32 or 64, once: " + asked);
        int bytes = Integer.parseInt(asked.getFirst().substring(FLAG.length()));
        // The flag as the VM has it after start-up: clamped to what the machine has.
        int granted = Integer.parseInt(ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
                .getVMOption("MaxVectorSize").getValue());
        int got = FloatVector.SPECIES_PREFERRED.vectorByteSize();
        System.out.println("lanes: " + got / Float.BYTES + " floats, asked for " + bytes / Float.BYTES);
        assertTrue(granted <= bytes, "the VM has " + granted + " bytes, asked for " + bytes);
        assertEquals(granted, got, "vectors of the Vector API against those of the VM");
    }
}
