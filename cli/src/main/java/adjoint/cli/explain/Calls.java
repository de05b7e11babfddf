package adjoint.cli.explain;

import adjoint.dialect.Expression;
import adjoint.geometry.Geometry;
import adjoint.geometry.Padding;
import adjoint.geometry.Problem;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** An explanation's operator as a call of each framework. */
final class Calls {

    private Calls() {}

    /** One line of code for each framework, or the reason why it has no such call. */
    static Map<String, String> of(Explanation explanation) {
        Map<String, String> calls = new LinkedHashMap<>();
        for (Framework framework : Framework.values()) {
            calls.put(framework.dialect().name(), text(framework, explanation));
        }
        return calls;
    }

    private static String text(Framework framework, Explanation explanation) {
        Problem problem = explanation.problem();
        Expression expression = inTheSameWord(framework, explanation).orElseGet(() -> switch (explanation.operator()) {
            case CONV -> framework.dialect().conv(problem);
            case DECONV -> framework.dialect().convTranspose(problem);
        });
        return switch (expression) {
            case Expression.Call call -> Stream.concat(Stream.of(call.text()), call.notes().stream().map("# "::concat))
                    .reduce((code, note) -> code + "  " + note).orElseThrow();
            case Expression.Impossible none -> "none: " + none.reason();
        };
    }

    /** Where the framework has the padding's word and means the same by it, the call with that word: it reads best. */
    private static Optional<Expression> inTheSameWord(Framework framework, Explanation explanation) {
        List<Padding> paddings = explanation.axes().stream().map(AxisView::padding).distinct().toList();
        if (paddings.size() > 1 || !(paddings.getFirst() instanceof Padding.Mode mode)) {
            return Optional.empty();
        }
        List<Integer> output = explanation.operator() == Operator.CONV
                ? List.of()
                : Arrays.stream(explanation.outputExtents()).boxed().toList();
        return Stream.of(output, List.<Integer>of()).distinct()
                .flatMap(wanted -> call(framework, new Asked(explanation.operator(),
                        Arrays.stream(explanation.inputExtents()).boxed().toList(),
                        explanation.axes().stream().map(view -> view.axis().window()).toList(), framework.word(mode),
                        List.of(), wanted), explanation.problem().geometry()).stream())
                .findFirst();
    }

    private static Optional<Expression> call(Framework framework, Asked asked, Geometry wanted) {
        try {
            Expression.Call call = framework.call(asked);
            return call.problem().geometry().equals(wanted) ? Optional.of(call) : Optional.empty();
        } catch (IllegalArgumentException unknown) {
            return Optional.empty(); // The dialect itself knows other ways, and why there is none.
        }
    }
}
