package adjoint.bench.run;

import adjoint.bench.timing.Machine;
import java.io.IOException;

/** A process that describes the machine and measures its peaks, where no other code has confused the compiler. */
public final class Probe {

    private Probe() {
    }

    /**
     * Prints a {@link Machine}.
     *
     * @param args number of threads
     */
    public static void main(String[] args) throws Exception {
        Answers.utf8(System.out).println(
                Answers.JSON.writeValueAsString(Machine.measure(JavaProcess.flags(), Integer.parseInt(args[0]))));
    }

    /** Asks such a process. */
    public static Machine ask(int threads) throws IOException {
        try (JavaProcess process = JavaProcess.own(Probe.class, "" + threads)) {
            return Answers.JSON.readValue(process.receive(), Machine.class);
        }
    }
}
