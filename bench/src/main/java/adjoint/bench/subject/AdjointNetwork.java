package adjoint.bench.subject;

import adjoint.bench.cases.NetworkCase;
import adjoint.buffer.Floats;
import adjoint.onnx.Model;
import adjoint.onnx.Options;
import adjoint.onnx.Plan;
import adjoint.onnx.Shape;
import adjoint.onnx.Tensor;
import adjoint.parallel.Team;
import adjoint.parallel.Workers;
import java.util.Map;

/** Adjoint on the whole input, between plain arrays. */
record AdjointNetwork() implements NetworkSubject {

    @Override
    public String name() {
        return OWN;
    }

    @Override
    public Prepared prepare(NetworkCase network, int threads) {
        Team team = Workers.team(threads);
        Model model = Model.load(network.model().bytes(), Options.defaults().workers(team));
        String input = model.inputs().getFirst().name();
        String output = model.outputs().getFirst().name();
        Plan plan = model.planShapes(Map.of(input, Shape.of(network.inputShape())));
        float[] result = new float[Math.toIntExact(plan.outputShapes().get(output).elements())];
        Map<String, Tensor> inputs = Map.of(input, Tensor.of(network.input(), network.inputShape()));
        Map<String, Floats> results = Map.of(output, Floats.of(result));
        return new Prepared() {
            @Override
            public void run() {
                plan.run(inputs, results);
            }

            @Override
            public float[] output() {
                return result;
            }

            @Override
            public void close() {
                model.close();
                team.close();
            }
        };
    }
}
