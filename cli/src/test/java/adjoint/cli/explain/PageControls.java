package adjoint.cli.explain;

import adjoint.cli.browser.Browser;
import adjoint.geometry.Padding;
import adjoint.geometry.Window;
import java.util.Locale;

/** Sets the controls of the page to a request. */
final class PageControls {

    private PageControls() {}

    static void set(Browser browser, Request request) {
        int rank = request.input().size();
        browser.choose("[name=op][value=" + request.operator().name().toLowerCase(Locale.ROOT) + "]", true);
        browser.choose("[name=rank][value='" + rank + "']", true);
        if (rank == 2) {
            browser.choose("#link", false);
        }
        for (int axis = 0; axis < rank; axis++) {
            Window window = request.windows().get(axis);
            browser.enter("#input-" + axis, request.input().get(axis));
            browser.enter("#kernel-" + axis, window.kernel());
            browser.enter("#stride-" + axis, window.stride());
            browser.enter("#dilation-" + axis, window.dilation());
            if (request.paddings().get(axis) instanceof Padding.Explicit pads) {
                browser.enter("#padding-" + axis, "EXPLICIT");
                browser.enter("#lo-" + axis, pads.lo());
                browser.enter("#hi-" + axis, pads.hi());
            } else {
                browser.enter("#padding-" + axis, request.paddings().get(axis));
            }
            if (request.operator() == Operator.DECONV) {
                browser.enter("#output-" + axis, request.output().isEmpty() ? "" : request.output().get(axis));
            }
        }
    }
}
