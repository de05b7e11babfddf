package adjoint.cli.bench;

import adjoint.bench.cases.NetworkCase;
import adjoint.bench.cases.TestPicture;
import adjoint.bench.subject.NetworkSubject;
import adjoint.bench.subject.Prepared;
import adjoint.models.TrainedModel;
import java.util.List;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

class UpscaleSubjectTest {

    @Test
    void tilesMakeTheSameAsTheWhole() throws Exception {
        NetworkCase wide = new NetworkCase("wide", TrainedModel.WAIFU2X_UPCONV7, new TestPicture(400, 17), 1e-4, false);
        assertEquals(List.of("adjoint", "adjoint-upscale"),
                NetworkSubject.all().stream().map(NetworkSubject::name).toList());
        assertArrayEquals(output("adjoint", wide), output("adjoint-upscale", wide), 1e-5f);
    }

    @Test
    void networksWhoseTilesDifferAreNotTaken() {
        assertFalse(new UpscaleSubject().takes(new NetworkCase("N", TrainedModel.WAIFU2X_CUNET, new TestPicture(8, 8),
                1e-4, false)));
    }

    private static float[] output(String subject, NetworkCase network) throws Exception {
        try (Prepared prepared = NetworkSubject.named(subject).prepare(network, 2)) {
            prepared.run();
            return prepared.output();
        }
    }
}
