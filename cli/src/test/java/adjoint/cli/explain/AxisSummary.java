package adjoint.cli.explain;

import java.util.stream.Collectors;
import java.util.stream.IntStream;

import static org.junit.jupiter.api.Assertions.assertEquals;

/** All that a request over one axis resolves to, in one line, as {@code summary.js} writes it; or the refusal. */
final class AxisSummary {

    private AxisSummary() {}

    static String of(Request request) {
        Explanation explanation;
        try {
            explanation = request.explain();
        } catch (IllegalArgumentException refusal) {
            return refusal.getMessage().replaceFirst("^width: ", "");
        }
        AxisView view = explanation.axes().getFirst();
        assertEquals(Math.max(view.source().size(), view.result().size()), view.places(), request::toString);
        float[] ones = explanation.onesResult();
        return String.join("; ",
                "x " + view.axis().xExtent(), "y " + view.axis().yExtent(), "span " + view.span(),
                "lo " + view.axis().lo(), "hi " + view.axis().hi(), "admissible " + view.admissible(),
                "unread " + list(view.unread()), "unreached " + list(view.unreached()),
                "source " + strip(view.source()), "result " + strip(view.result()),
                "places " + view.places(),
                "ones " + list(IntStream.range(0, ones.length).map(at -> (int) ones[at]).toArray()));
    }

    private static String strip(Strip strip) {
        return strip.start() + " " + strip.cells().stream().map(Enum::name).collect(Collectors.joining(","));
    }

    private static String list(int[] numbers) {
        return IntStream.of(numbers).mapToObj(Integer::toString).collect(Collectors.joining(","));
    }
}
