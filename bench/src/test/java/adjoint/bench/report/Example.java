package adjoint.bench.report;

import adjoint.bench.cases.BenchCase;
import adjoint.bench.cases.CaseFile;
import adjoint.bench.run.ColdStart;
import adjoint.bench.run.ColdStartProcess;
import adjoint.bench.run.Measurement;
import adjoint.bench.run.Results;
import adjoint.bench.subject.Edge;
import adjoint.bench.subject.Form;
import adjoint.bench.timing.Machine;
import adjoint.bench.timing.Peak;
import adjoint.bench.timing.Timing;
import java.io.IOException;
import java.util.List;

/** Results with numbers that are easy to reckon with. */
final class Example {

    static final Form ANY = new Form("any", Edge.OWN);

    private Example() {
    }

    static Results results() throws IOException {
        Machine machine = new Machine("A & B <CPU>", 2, 512, "Linux", "Java 25", List.of("-Xflag"),
                List.of(new Peak(1, 200, 20)));
        BenchCase t2 = CaseFile.find("T2");
        BenchCase c2 = CaseFile.find("C2");
        BenchCase odd = new BenchCase("T99", true, t2.geometry(), "a <name>, with | & more");
        return new Results("abc", machine, 1, List.of(t2, c2, odd), List.of(
                row("T2", "simd", Form.NHWC, 1), row("T2", "simd", Form.NCHW, 2), row("T2", "one", Form.NHWC, 4),
                row("T2", "one", ANY, 0.5),
                row("C2", "simd", Form.NHWC, 1), row("C2", "simd", Form.NCHW, 1), row("C2", "two", Form.NCHW, 3),
                row("T99", "simd", Form.NHWC, 1), row("T99", "simd", Form.NCHW, 1), row("T99", "one", Form.NHWC, 1),
                new Measurement("T99", "two", Form.NCHW, null, "", "no such layer")),
                List.of(new ColdStartProcess.Times(ColdStart.Layer.T2, ColdStartProcess.Start.PLAIN, 123.4, 567.8, 1)),
                List.of());
    }

    private static Measurement row(String id, String subject, Form form, double millis) {
        return new Measurement(id, subject, form, new Timing(millis, millis, 10, 1, id.equals("C2") ? 0.5 : 0),
                "kernel", "");
    }
}
