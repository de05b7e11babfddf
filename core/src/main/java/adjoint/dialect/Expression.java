package adjoint.dialect;

import adjoint.check.Check;
import adjoint.geometry.Problem;
import java.util.List;

/** How a framework says what a problem says: with a {@link Call}, or not at all. */
public sealed interface Expression {

    /**
     * A call of a framework with all its parameters. In its code {@code x} is the image, {@code w} the filter and {@code y} what
     * a convolution makes of the image, each in the layout of the call's {@link #problem}.
     */
    non-sealed interface Call extends Expression {

        /**
         * What the call computes.
         *
         * @return the problem, in the framework's layouts
         * @throws IllegalArgumentException if the framework defines the parameters as inadmissible; the message names the
         *                                  parameter, its value and what would be valid
         */
        Problem problem();

        /**
         * The call as code. Parameters at their default are left out.
         *
         * @return one line
         */
        String text();

        /**
         * What to know before running the code, such as a case that the framework defines but lacks on some devices.
         *
         * @return sentences, most often none
         */
        default List<String> notes() {
            return List.of();
        }
    }

    /**
     * The framework has no such call.
     *
     * @param reason why, and what would do instead
     */
    record Impossible(String reason) implements Expression {

        /**
         * Checks that there is a reason.
         *
         * @throws NullPointerException if it is null
         */
        public Impossible {
            Check.notNull("reason", reason);
        }
    }
}
