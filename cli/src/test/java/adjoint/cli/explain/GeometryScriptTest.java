package adjoint.cli.explain;

import adjoint.geometry.Padding;
import adjoint.geometry.Window;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import org.graalvm.polyglot.Context;
import org.graalvm.polyglot.Value;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** The page's geometry, run without a browser, resolves what the library resolves. */
class GeometryScriptTest {

    @Test
    void everyAxisAndEveryRefusalIsThatOfTheLibrary() {
        try (Context context = context()) {
            Value summary = context.eval("js", HtmlRenderer.resource("summary.js"));
            AtomicInteger compared = new AtomicInteger();
            Requests.forEachOverOneAxis(request -> {
                assertEquals(AxisSummary.of(request), summarise(summary, request), request::toString);
                compared.incrementAndGet();
            });
            assertTrue(compared.get() > 30_000, () -> compared + " cases");
        }
    }

    @Test
    void parametersBelowTheirRangeAreRefusedInTheSameWords() {
        try (Context context = context()) {
            Value summary = context.eval("js", HtmlRenderer.resource("summary.js"));
            assertEquals("kernel=0: must be at least 1",
                    summary.execute("conv", 3, 0, 1, 1, "SAME", 0, 0, null).asString());
            assertEquals("stride=0: must be at least 1",
                    summary.execute("conv", 3, 1, 0, 1, "SAME", 0, 0, null).asString());
            assertEquals("dilation=-1: must be at least 1",
                    summary.execute("conv", 3, 1, 1, -1, "SAME", 0, 0, null).asString());
            assertEquals("input=-1: must be at least 0",
                    summary.execute("conv", -1, 1, 1, 1, "SAME", 0, 0, null).asString());
            assertEquals("input: must be a whole number",
                    summary.execute("conv", 1.5, 1, 1, 1, "SAME", 0, 0, null).asString());
        }
    }

    @Test
    void theProductsAddUpToTheResult() {
        try (Context context = context()) {
            Value sums = context.eval("js", HtmlRenderer.resource("sums.js"));
            for (Operator operator : Operator.values()) {
                for (Padding padding : Requests.PADDINGS) {
                    Request request = new Request(operator, List.of(6, 8),
                            List.of(new Window(2, 3, 2), new Window(3, 2, 1)), List.of(Padding.SAME, padding),
                            List.of());
                    Explanation explanation = request.explain();
                    Value shown = sums.execute(HtmlRenderer.initial(explanation));
                    assertArrayEquals(PageView.countingResult(explanation), shown.as(float[].class), request::toString);
                }
            }
        }
    }

    private static Context context() {
        Context context = Context.newBuilder("js").option("engine.WarnInterpreterOnly", "false").build();
        context.eval("js", HtmlRenderer.resource("geometry.js"));
        return context;
    }

    private static String summarise(Value summary, Request request) {
        Window window = request.windows().getFirst();
        Padding padding = request.paddings().getFirst();
        Padding.Explicit pads = padding instanceof Padding.Explicit given ? given : new Padding.Explicit(0, 0);
        return summary.execute(request.operator().name().toLowerCase(Locale.ROOT), request.input().getFirst(),
                window.kernel(), window.stride(), window.dilation(),
                padding instanceof Padding.Explicit ? "EXPLICIT" : padding.toString(), pads.lo(), pads.hi(),
                request.output().isEmpty() ? null : request.output().getFirst()).asString();
    }
}
