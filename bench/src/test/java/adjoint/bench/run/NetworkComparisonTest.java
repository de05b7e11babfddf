package adjoint.bench.run;

import adjoint.bench.cases.NetworkCase;
import adjoint.bench.cases.TestPicture;
import adjoint.bench.subject.NetworkSubject;
import adjoint.bench.subject.Prepared;
import adjoint.bench.timing.Effort;
import adjoint.bench.timing.Timing;
import adjoint.models.TrainedModel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

class NetworkComparisonTest {

    @Test
    void aSmallNetworkIsMeasured() throws Exception {
        NetworkCase small = new NetworkCase("small", TrainedModel.WAIFU2X_UPCONV7, new TestPicture(9, 8), 1e-4, false);
        List<String> progress = new ArrayList<>();
        List<NetworkMeasurement> rows = new NetworkComparison(List.of(small), 2, Effort.LEAST, Optional.empty())
                .run(progress::add);
        assertEquals(1, rows.size());
        NetworkMeasurement row = rows.getFirst();
        assertEquals("small adjoint  1", row.caseId() + " " + row.subject() + " " + row.failure() + " "
                + row.rounds().size());
        assertTrue(0 < row.leastMillis() && row.leastMillis() <= row.medianMillis(), row::toString);
        assertEquals(1, progress.size());
        assertTrue(progress.getFirst().matches("small: adjoint \\S+ ms \\(difference 0\\.0e\\+00\\)"),
                progress::getFirst);
    }

    @Test
    void aNetworkThatCannotBeComputedIsNamedWithTheReason() throws Exception {
        NetworkCase uneven = new NetworkCase("uneven", TrainedModel.PPOCR_V4_DETECTION, new TestPicture(33, 33), 1e-4,
                false);
        NetworkMeasurement row = new NetworkComparison(List.of(uneven), 1, Effort.LEAST, Optional.empty())
                .run(line -> {
                }).getFirst();
        assertFalse(row.succeeded());
        assertTrue(row.failure().contains("ModelException"), row::failure);
    }

    @Test
    void nobodyElseTakesThePlaceOfAdjointsResult(@TempDir Path folder) {
        NetworkSubject other = new NetworkSubject() {
            @Override
            public String name() {
                return "other";
            }

            @Override
            public Prepared prepare(NetworkCase network, int threads) {
                throw new AssertionError("nothing to compare with");
            }
        };
        NetworkMeasurement row = new NetworkWorker(other, 1, folder)
                .measure(new NetworkWorker.Request(NetworkCase.ALL.getFirst(), Effort.LEAST));
        assertEquals("not compared: Adjoint failed", row.failure());
    }

    @Test
    void theMedianIsOverTurnsAndTheBestOverAll() {
        NetworkMeasurement all = row(3, 2).and(row(9, 1)).and(row(4, 3));
        assertEquals(4, all.medianMillis());
        assertEquals(1, all.leastMillis());
        assertEquals(0.9, all.otherCpus());
    }

    @Test
    void aTurnThatFailsFailsTheRow() {
        NetworkMeasurement failed = NetworkMeasurement.failed("N", "adjoint", "why");
        assertEquals("why", row(1, 1).and(failed).failure());
        assertEquals("why", failed.and(row(1, 1)).failure());
    }

    private static NetworkMeasurement row(double median, double least) {
        return new NetworkMeasurement("N", "adjoint", List.of(new Timing(median, least, 3, 1, median / 10)), 0, "");
    }
}
