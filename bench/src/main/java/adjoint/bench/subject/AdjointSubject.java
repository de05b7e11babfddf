package adjoint.bench.subject;

import adjoint.Convolution;
import adjoint.TransposedConvolution;
import adjoint.bench.cases.BenchCase;
import adjoint.buffer.Floats;
import adjoint.epilogue.Epilogue;
import adjoint.geometry.Layout;
import adjoint.geometry.Problem;
import adjoint.parallel.Team;
import adjoint.parallel.Workers;
import adjoint.spi.Backend;
import java.util.List;

/** A backend of Adjoint between plain arrays, through the public API. */
record AdjointSubject(Backend backend) implements Subject {

    @Override
    public String name() {
        return backend.name();
    }

    @Override
    public boolean compilesWhileRunning() {
        return true;
    }

    @Override
    public List<Form> forms(BenchCase layer) {
        return List.of(Form.NHWC, Form.NCHW);
    }

    @Override
    public Prepared prepare(BenchCase layer, Form form, float[] input, float[] filter, int threads) {
        int batch = layer.geometry().batch();
        boolean last = form.edge() == Edge.NHWC;
        Problem problem = layer.problem(last ? Layout.NHWC : Layout.NCHW);
        Team team = threads == 1 ? null : Workers.team(threads);
        Plan plan = plan(layer.transposed(), problem, Floats.of(filter), team == null ? Workers.CALLER : team);
        Floats in = Floats.of(last ? Images.channelsLast(input, batch, layer.inputChannels()) : input);
        float[] result = new float[layer.outputElements()];
        Floats out = Floats.of(result);
        return new Prepared() {
            @Override
            public void run() {
                plan.run.accept(in, out);
            }

            @Override
            public float[] output() {
                return last ? Images.channelsFirst(result, batch, layer.outputChannels()) : result;
            }

            @Override
            public String kernel() {
                return plan.describe;
            }

            @Override
            public void close() {
                if (team != null) {
                    team.close();
                }
            }
        };
    }

    private Plan plan(boolean transposed, Problem problem, Floats filter, Workers workers) {
        if (transposed) {
            var plan = TransposedConvolution.plan(problem, filter, Epilogue.NONE, backend, workers);
            return new Plan(plan::run, plan.describe());
        }
        var plan = Convolution.plan(problem, filter, Epilogue.NONE, backend, workers);
        return new Plan(plan::run, plan.describe());
    }

    private record Plan(Run run, String describe) {
    }

    private interface Run {
        void accept(Floats in, Floats out);
    }
}
