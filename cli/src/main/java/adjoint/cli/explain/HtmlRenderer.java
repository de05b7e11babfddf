package adjoint.cli.explain;

import adjoint.geometry.Axis;
import adjoint.geometry.Padding;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * The page in which the window moves and the parameters can be changed: {@code page.html} with its style, its geometry and its
 * logic put in, so that it is one file and needs no other.
 */
final class HtmlRenderer {

    private HtmlRenderer() {}

    static String render(Explanation explanation) {
        SvgRenderer.requireDrawable("--html", explanation.axes(), SvgRenderer.MAX_PLACES);
        String page = resource("page.html");
        for (String part : new String[] {"page.css", "geometry.js", "page.js"}) {
            page = page.replace("{{" + part + "}}", resource(part).stripTrailing());
        }
        return page.replace("{{initial}}", initial(explanation));
    }

    /** The text of a file that goes into the page. */
    static String resource(String name) {
        try (InputStream in = HtmlRenderer.class.getResourceAsStream(name)) {
            return new String(Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What the page shows first, as JSON: numbers and words of our own only, so nothing has to be escaped. */
    static String initial(Explanation explanation) {
        return explanation.axes().stream().map(HtmlRenderer::axis).collect(Collectors.joining(",",
                "{\"op\":\"" + explanation.operator().name().toLowerCase(Locale.ROOT) + "\",\"maxPlaces\":"
                        + SvgRenderer.MAX_PLACES + ",\"axes\":[",
                "]}"));
    }

    private static String axis(AxisView view) {
        Axis axis = view.axis();
        String padding = switch (view.padding()) {
            case Padding.Mode mode -> "{\"mode\":\"" + mode + "\"}";
            case Padding.Explicit given -> json("{\"mode\":\"EXPLICIT\",\"lo\":%d,\"hi\":%d}", given.lo(), given.hi());
        };
        return json("{\"input\":%d,\"kernel\":%d,\"stride\":%d,\"dilation\":%d,\"padding\":%s,\"output\":%s}",
                view.inputExtent(), axis.kernel(), axis.stride(), axis.dilation(), padding,
                view.operator() == Operator.DECONV ? view.outputExtent() : null);
    }

    private static String json(String pattern, Object... values) {
        return String.format(Locale.ROOT, pattern, values);
    }
}
