package adjoint.bench.run;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;

/** Workers that take turns. */
record Workforce(List<WorkerProcess> list) implements Closeable {

    @Override
    public void close() throws IOException {
        for (WorkerProcess worker : list) {
            worker.close();
        }
    }
}
