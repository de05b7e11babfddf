package adjoint.onnx;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.LongFunction;
import java.util.stream.Collectors;

/**
 * How long each step of a plan takes. A profile is given to runs and adds up their times; see {@link Plan#run(java.util.Map,
 * Profile)}. Safe for use by many threads at once.
 */
public final class Profile {

    private static final double NANOS_PER_MICRO = 1e3;

    private final List<PlanStep> steps;
    /** Of each run the beginning of each step, and the end of the last. */
    private final List<long[]> runs = new ArrayList<>();

    Profile(List<PlanStep> steps) {
        this.steps = List.copyOf(steps);
    }

    synchronized void add(long[] timesNanos) {
        runs.add(timesNanos);
    }

    /**
     * What is timed.
     *
     * @return the steps in the order in which they run
     */
    public List<PlanStep> steps() {
        return steps;
    }

    /**
     * How often they ran.
     *
     * @return number of runs so far
     */
    public synchronized int runs() {
        return runs.size();
    }

    /**
     * The latest runs alone: the first ones show how Java compiles the code.
     *
     * @param count how many, at most all
     * @return a profile of those
     * @throws IllegalArgumentException if there have not been so many
     */
    public synchronized Profile last(int count) {
        if (count < 0 || count > runs.size()) {
            throw new IllegalArgumentException(
                    "count=" + count + ": must be 0 to " + runs.size() + ", the runs so far");
        }
        Profile last = new Profile(steps);
        last.runs.addAll(runs.subList(runs.size() - count, runs.size()));
        return last;
    }

    /**
     * Time of a step.
     *
     * @param step its place in {@link #steps}
     * @return nanoseconds of all runs together
     */
    public synchronized long timeNanos(int step) {
        return runs.stream().mapToLong(times -> times[step + 1] - times[step]).sum();
    }

    /**
     * Time of all steps.
     *
     * @return nanoseconds of all runs together
     */
    public synchronized long timeNanos() {
        return runs.stream().mapToLong(times -> times[steps.size()] - times[0]).sum();
    }

    /**
     * The runs as a file for a trace viewer: chrome://tracing, ui.perfetto.dev.
     *
     * @return JSON in the Trace Event Format, one complete event for each step of each run
     */
    public synchronized String chromeTrace() {
        long start = runs.stream().mapToLong(times -> times[0]).min().orElse(0);
        LongFunction<String> micros = nanos -> String.format(Locale.ROOT, "%.3f", nanos / NANOS_PER_MICRO);
        List<String> events = new ArrayList<>();
        for (long[] times : runs) {
            for (int i = 0; i < steps.size(); i++) {
                PlanStep step = steps.get(i);
                events.add(String.format(Locale.ROOT,
                        "{\"name\":%s,\"cat\":%s,\"ph\":\"X\",\"pid\":1,\"tid\":1,\"ts\":%s,\"dur\":%s,"
                                + "\"args\":{\"output\":%s,\"multiplyAdds\":%d,\"how\":%s}}",
                        quoted(step.node()), quoted(step.operator()), micros.apply(times[i] - start),
                        micros.apply(times[i + 1] - times[i]), quoted(step.output().toString()), step.multiplyAdds(),
                        quoted(step.how())));
            }
        }
        return events.stream().collect(Collectors.joining(",\n", "{\"traceEvents\":[\n", "\n]}\n"));
    }

    /** Names come from a file and can be anything. */
    private static String quoted(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        for (char c : text.toCharArray()) {
            if (c == '"' || c == '\\') {
                quoted.append('\\').append(c);
            } else if (c < ' ' || Character.isSurrogate(c)) {
                quoted.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
            } else {
                quoted.append(c);
            }
        }
        return quoted.append('"').toString();
    }
}
