package adjoint.bench.run;

import adjoint.bench.cases.NetworkCase;
import adjoint.bench.timing.Machine;
import java.util.List;

/**
 * What a comparison of whole networks found.
 *
 * @param commit   which state of Adjoint was measured
 * @param machine  where
 * @param threads  on how many threads
 * @param cases    the networks
 * @param networks how fast they run, case by case
 * @param programs what whole programs take, picture by picture
 */
public record NetworkResults(String commit, Machine machine, int threads, List<NetworkCase> cases,
        List<NetworkMeasurement> networks, List<ProgramMeasurement> programs) {

    /** Whether everything was measured, all results alike. */
    public boolean complete() {
        return networks.stream().allMatch(NetworkMeasurement::succeeded)
                && programs.stream().allMatch(ProgramMeasurement::succeeded);
    }
}
