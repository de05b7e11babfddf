package adjoint.cli.explain;

import adjoint.geometry.Padding;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.function.Function;

/** The sentences about one axis: which zeros are added, what is never read, what is cut. */
final class Facts {

    private Facts() {}

    /** What there is to say about an axis. */
    static List<String> of(AxisView view) {
        return view.operator() == Operator.CONV ? convolution(view) : transposed(view);
    }

    /** The sentences of all axes; axes of which the same can be said share one entry, keyed by their names. */
    static Map<String, List<String>> ofAll(Explanation explanation) {
        Map<List<String>, List<String>> namesOf = new LinkedHashMap<>();
        for (AxisView view : explanation.axes()) {
            namesOf.computeIfAbsent(of(view), facts -> new ArrayList<>()).add(view.name());
        }
        Map<String, List<String>> facts = new LinkedHashMap<>();
        namesOf.forEach((said, names) -> facts.put(String.join(", ", names), said));
        return facts;
    }

    /** The parameters, each in a few words; one value where all axes share it. */
    static List<String> parameters(Explanation explanation) {
        List<String> parameters = new ArrayList<>();
        parameters.add("kernel " + PerAxis.text(explanation.each(view -> view.axis().kernel())));
        parameters.add("stride " + shared(explanation, view -> view.axis().stride()));
        if (explanation.axes().stream().anyMatch(view -> view.axis().dilation() != 1)) {
            parameters.add("dilation " + shared(explanation, view -> view.axis().dilation()));
        }
        parameters.add("padding " + shared(explanation, view -> PerAxis.text(view.padding())));
        return parameters;
    }

    /** The resolved numbers in one line for each axis, or one for several that share them. */
    static List<String> numbers(Explanation explanation) {
        Map<String, List<String>> namesOf = new LinkedHashMap<>();
        for (AxisView view : explanation.axes()) {
            String numbers = "lo " + view.axis().lo() + ", hi " + view.axis().hi() + ", span " + view.span()
                    + (view.operator() == Operator.DECONV ? "; admissible outputs " : "; inputs with this output ")
                    + view.admissible();
            namesOf.computeIfAbsent(numbers, key -> new ArrayList<>()).add(view.name());
        }
        return namesOf.entrySet().stream().map(entry -> String.join(", ", entry.getValue()) + ": " + entry.getKey())
                .toList();
    }

    private static String shared(Explanation explanation, Function<AxisView, Object> value) {
        List<String> values = explanation.axes().stream().map(view -> value.apply(view).toString()).toList();
        return values.stream().distinct().count() == 1 ? values.getFirst() : String.join("x", values);
    }

    private static List<String> convolution(AxisView view) {
        List<String> facts = new ArrayList<>();
        facts.add(padding(view));
        if (view.padding() instanceof Padding.Explicit given && given.hi() > view.axis().hi()) {
            facts.add("of the " + given.hi() + " asked for at the end, the last window reaches "
                    + Math.max(0, view.axis().hi()));
        }
        elements(facts, "never read: input", view.unread());
        elements(facts, "zero, because its window meets no input: output", view.unreached());
        return facts;
    }

    private static List<String> transposed(AxisView view) {
        List<String> facts = new ArrayList<>();
        int stretch = view.axis().stride() - 1;
        facts.add(stretch == 0
                ? "stretch: none, the stride is 1"
                : "stretch: " + zeros(stretch) + " between neighbouring inputs");
        facts.add(padding(view));
        int before = Math.max(0, view.axis().lo());
        int after = Math.max(0, view.axis().hi());
        int yielded = view.result().size();
        facts.add(before + after == 0
                ? "crop: none, all " + yielded + " places of the window stay"
                : "crop: of the window's " + yielded + " places, " + before + " at the start and " + after
                        + " at the end are dropped");
        elements(facts, "zero, because no input reaches it: output", view.unreached());
        elements(facts, "without part in the result: input", view.unread());
        return facts;
    }

    private static String padding(AxisView view) {
        int before = view.paddingBefore();
        int after = view.paddingAfter();
        return before + after == 0
                ? "padding: none"
                : "padding: " + zeros(before) + " before the input, " + after + " after it";
    }

    private static String zeros(int count) {
        return count == 1 ? "1 zero" : count + " zeros";
    }

    private static void elements(List<String> facts, String what, int[] indices) {
        if (indices.length > 0) {
            facts.add(what + " " + ranges(indices));
        }
    }

    /** Ascending indices, runs of three and more shortened: {@code 0, 4..7}. */
    private static String ranges(int[] indices) {
        StringJoiner ranges = new StringJoiner(", ");
        for (int from = 0, to; from < indices.length; from = to + 1) {
            to = from;
            while (to + 1 < indices.length && indices[to + 1] == indices[to] + 1) {
                to++;
            }
            if (to - from < 2) {
                to = from;
                ranges.add("" + indices[from]);
            } else {
                ranges.add(indices[from] + ".." + indices[to]);
            }
        }
        return ranges.toString();
    }
}
