package adjoint.onnx;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.LongFunction;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/**
 * How long each step of a plan takes. A profile is given to runs and adds up their times; see {@link Plan#run(java.util.Map,
 * Profile)}. It remembers each of the last {@value #KEPT_RUNS} runs too, and takes no more memory however many there are. Safe for
 * use by many threads at once.
 */
public final class Profile {

    /** The times of this many latest runs are kept one by one, for {@link #last} and {@link #chromeTrace}. */
    public static final int KEPT_RUNS = 1000;

    private static final double NANOS_PER_MICRO = 1e3;

    private final List<PlanStep> steps;
    /** Of each of the latest runs the beginning of each step, and the end of the last. */
    private final ArrayDeque<long[]> latest = new ArrayDeque<>();
    /** Of each step in all runs. */
    private final long[] sumsNanos;
    private int runs;

    Profile(List<PlanStep> steps) {
        this.steps = List.copyOf(steps);
        sumsNanos = new long[steps.size()];
    }

    synchronized void add(long[] timesNanos) {
        runs++;
        for (int step = 0; step < sumsNanos.length; step++) {
            sumsNanos[step] += timesNanos[step + 1] - timesNanos[step];
        }
        latest.add(timesNanos);
        if (latest.size() > KEPT_RUNS) {
            latest.remove();
        }
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
        return runs;
    }

    /**
     * The latest runs alone: the first ones show how Java compiles the code.
     *
     * @param count how many, at most all and at most {@value #KEPT_RUNS}
     * @return a profile of those
     * @throws IllegalArgumentException if there have not been so many, or they are not kept
     */
    public synchronized Profile last(int count) {
        if (count < 0 || count > latest.size()) {
            throw new IllegalArgumentException("count=" + count + ": must be 0 to " + latest.size()
                    + (runs == latest.size()
                            ? ", the runs so far"
                            : ", the runs that are kept"));
        }
        Profile last = new Profile(steps);
        latest.stream().skip(latest.size() - count).forEach(last::add);
        return last;
    }

    /**
     * Time of a step.
     *
     * @param step its place in {@link #steps}
     * @return nanoseconds of all runs together
     */
    public synchronized long timeNanos(int step) {
        return sumsNanos[step];
    }

    /**
     * Time of all steps.
     *
     * @return nanoseconds of all runs together
     */
    public synchronized long timeNanos() {
        return LongStream.of(sumsNanos).sum();
    }

    /**
     * The runs, of which the last {@value #KEPT_RUNS} at most, as a file for a trace viewer: chrome://tracing, ui.perfetto.dev.
     *
     * @return JSON in the Trace Event Format, one complete event for each step of each run
     */
    public synchronized String chromeTrace() {
        long start = latest.stream().mapToLong(times -> times[0]).min().orElse(0);
        LongFunction<String> micros = nanos -> String.format(Locale.ROOT, "%.3f", nanos / NANOS_PER_MICRO);
        List<String> events = new ArrayList<>();
        for (long[] times : latest) {
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
