package adjoint.bench.run;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * How a worker answers: a request is a line of JSON, and so is each of its answers, then {@link #DONE}. Each line of an answer
 * starts with {@link #MARK}, since native libraries print what they like.
 */
final class Answers {

    static final String MARK = "@@ ";
    static final String DONE = "done";
    static final ObjectMapper JSON = new ObjectMapper();

    private Answers() {
    }

    /** Answers one request. */
    interface Service<Q> {
        /** The answers. */
        List<?> answer(Q request) throws Exception;
    }

    /** Answers until the input ends, and ends the process. */
    static <Q> void serve(Class<Q> requests, Service<Q> service) throws Exception {
        PrintStream answers = utf8(System.out);
        System.setOut(System.err);
        var lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            for (Object answer : service.answer(JSON.readValue(line, requests))) {
                answers.println(MARK + JSON.writeValueAsString(answer));
            }
            answers.println(MARK + DONE);
            answers.flush();
        }
        // Some libraries leave threads behind that would keep the process.
        System.exit(0);
    }

    /** What {@link JavaProcess} reads, whatever the locale. */
    static PrintStream utf8(PrintStream out) {
        return new PrintStream(out, true, StandardCharsets.UTF_8);
    }

    /** Sends a request and waits for its answers. */
    static <A> void ask(JavaProcess process, Object request, Class<A> type, List<A> answers) throws IOException {
        process.send(JSON.writeValueAsString(request));
        for (String line = process.receive(); !line.equals(MARK + DONE); line = process.receive()) {
            if (line.startsWith(MARK)) {
                answers.add(JSON.readValue(line.substring(MARK.length()), type));
            }
        }
    }
}
