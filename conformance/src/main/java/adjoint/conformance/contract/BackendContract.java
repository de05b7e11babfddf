package adjoint.conformance.contract;

/** All laws and contracts together: what makes a backend. */
public interface BackendContract
        extends AdjointLaw, OracleContract, EquivalenceContract, PrologueContract, EpilogueContract, StorageContract,
        PlanContract, ArgumentContract {
}
