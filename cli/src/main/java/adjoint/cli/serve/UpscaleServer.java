package adjoint.cli.serve;

import adjoint.WarmUp;
import adjoint.cli.picture.Noise;
import adjoint.cli.picture.Photo;
import adjoint.cli.upscale.SuperResolution;
import adjoint.cli.upscale.UpscalingNetwork;
import adjoint.onnx.ModelException;
import adjoint.onnx.Options;
import adjoint.onnx.PlanStep;
import adjoint.onnx.Profile;
import adjoint.parallel.Team;
import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Answers {@code GET /} with the page, and {@code POST /upscale?model=NAME}, whose body is a PNG or JPEG file, with a PNG twice as
 * large; the times of the network's steps are in the header {@code Server-Timing}. Whatever is wrong with a request is answered by
 * one line of text.
 *
 * <p>One photo is computed at a time, by all threads. A few more may be waiting, uploading or downloading; a transfer may take a
 * minute. Only pages of this server may send photos.
 */
final class UpscaleServer implements AutoCloseable {

    static final int MAX_BYTES = 32 << 20;

    private static final Map<String, String> TYPES = Map.of("/page.html", "text/html", "/page.css", "text/css",
            "/page.js", "text/javascript");
    /** As GET, but only the headers are answered. */
    private static final String HEAD = "HEAD";
    private static final List<String> MODELS = List.of("upconv7", "cunet");
    /** Longest upload of a photo and longest download of a picture: whoever is slow keeps others waiting. */
    private static final Duration MAX_TRANSFER = Duration.ofMinutes(1);
    private static final int WARM_UP_SIDE = 64;
    private static final Duration WARM_UP = Duration.ofSeconds(5);

    private final HttpServer http;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Map<String, UpscalingNetwork> networks;
    private final long maxPixels;
    private final Duration maxTransfer;
    private final PhotoQueue queue = new PhotoQueue();
    private final Thread warmUp = new Thread(this::warmUp, "adjoint-warm-up");

    /**
     * Starts to answer.
     *
     * @param address   where; port 0 takes any that is free
     * @param maxPixels how many pixels a photo may have
     * @param team      the threads that compute; not closed
     * @throws IOException if the address cannot be bound
     */
    UpscaleServer(InetSocketAddress address, long maxPixels, Team team) throws IOException {
        this(address, maxPixels, team, MAX_TRANSFER);
    }

    /** With another longest transfer. */
    UpscaleServer(InetSocketAddress address, long maxPixels, Team team, Duration maxTransfer) throws IOException {
        this.maxPixels = maxPixels;
        this.maxTransfer = maxTransfer;
        http = HttpServer.create(address, 0);
        Options options = Options.defaults().workers(team);
        networks = Map.of(MODELS.get(0), UpscalingNetwork.named(MODELS.get(0), options), MODELS.get(1),
                UpscalingNetwork.named(MODELS.get(1), options));
        http.setExecutor(threads);
        http.createContext("/", this::answer);
        http.start();
        warmUp.setDaemon(true);
        warmUp.start();
    }

    /** Enlarges noise while nobody has sent a photo, so that the first one is not computed by code that is not compiled yet. */
    private void warmUp() {
        try {
            byte[] noise = Noise.file("jpeg", WARM_UP_SIDE);
            for (String model : MODELS) {
                if (!Thread.currentThread().isInterrupted()) {
                    WarmUp.run(() -> {
                        try {
                            enlarged(Photo.read(noise, (long) WARM_UP_SIDE * WARM_UP_SIDE), networks.get(model))
                                    .writePng(OutputStream.nullOutputStream());
                        } catch (IOException e) {
                            throw new UncheckedIOException(e);
                        }
                    }, WARM_UP);
                }
            }
        } catch (IOException | RuntimeException | OutOfMemoryError e) {
            // The first photo has come, or the server is closed, or memory is short: whoever sends a photo is told what matters.
            Thread.currentThread().interrupt();
        }
    }

    private static SuperResolution enlarged(Photo photo, UpscalingNetwork network) {
        return new SuperResolution(photo, network, SuperResolution.TILE, done -> {
        });
    }

    /** Where the page is. */
    URI page() {
        return URI.create("http://" + host() + ":" + http.getAddress().getPort() + "/");
    }

    private String host() {
        String host = http.getAddress().getAddress().getHostAddress();
        return host.contains(":") ? "[" + host + "]" : host;
    }

    @Override
    public void close() {
        warmUp.interrupt();
        http.stop(0);
        threads.shutdownNow();
        networks.values().forEach(UpscalingNetwork::close);
    }

    void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            exchange.getResponseHeaders().set("X-Content-Type-Options", "nosniff");
            exchange.getResponseHeaders().set("Content-Security-Policy",
                    "default-src 'self'; img-src 'self' blob: data:");
            try {
                requireOwnPage(exchange);
                if (exchange.getRequestURI().getPath().equals("/upscale")) {
                    upscale(exchange);
                } else {
                    file(exchange);
                }
            } catch (Refusal refusal) {
                byte[] text = (refusal.getMessage() + "\n").getBytes(StandardCharsets.UTF_8);
                send(exchange, refusal.status(), "text/plain", text);
            }
        }
    }

    /** Another site's page could send photos through the browser of somebody who uses this one, or be named like this one. */
    private void requireOwnPage(HttpExchange exchange) throws Refusal {
        Headers headers = exchange.getRequestHeaders();
        String host = Objects.requireNonNullElse(headers.getFirst("Host"), "");
        String name = host.replaceFirst(":\\d*$", "").toLowerCase(Locale.ROOT);
        boolean loopback = http.getAddress().getAddress().isLoopbackAddress();
        if (loopback && !List.of("localhost", "127.0.0.1", "[::1]", host()).contains(name)) {
            throw new Refusal(403, "host=" + name + ": must be localhost");
        }
        String origin = headers.getFirst("Origin");
        if (origin != null && !origin.equalsIgnoreCase("http://" + host)) {
            throw new Refusal(403, "origin=" + origin + ": must be this server's own page");
        }
    }

    private static void file(HttpExchange exchange) throws IOException, Refusal {
        String path = exchange.getRequestURI().getPath();
        String name = path.equals("/") ? "/page.html" : path;
        if (!TYPES.containsKey(name)) {
            throw new Refusal(404, path + ": is not here");
        }
        requireMethod(exchange, "GET", HEAD);
        try (InputStream in = UpscaleServer.class.getResourceAsStream(name.substring(1))) {
            send(exchange, 200, TYPES.get(name), in.readAllBytes());
        }
    }

    private void upscale(HttpExchange exchange) throws IOException, Refusal {
        requireMethod(exchange, "POST");
        UpscalingNetwork network = network(exchange.getRequestURI().getQuery());
        try {
            queue.admit(() -> {
                warmUp.interrupt();
                Photo photo = photo(body(exchange));
                ByteArrayOutputStream png = new ByteArrayOutputStream();
                // Its turn ends before the picture goes: whoever fetches it may be slow.
                queue.compute(() -> {
                    SuperResolution large = enlarged(photo, network);
                    large.writePng(png);
                    exchange.getResponseHeaders().set("Server-Timing", timing(large.profile()));
                });
                Thread limit = limited(exchange);
                try {
                    send(exchange, 200, "image/png", png.toByteArray());
                } finally {
                    limit.interrupt();
                }
            });
        } catch (ModelException | OutOfMemoryError e) {
            throw new Refusal(413, "the photo needs more memory than there is");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Refusal(503, "the server ends");
        }
    }

    private UpscalingNetwork network(String query) throws Refusal {
        String model = query == null ? MODELS.getFirst() : query.replaceFirst("^model=", "");
        if (!networks.containsKey(model)) {
            throw new Refusal(400, "model=" + model + ": must be one of " + String.join(", ", MODELS));
        }
        return networks.get(model);
    }

    private byte[] body(HttpExchange exchange) throws IOException, Refusal {
        Thread limit = limited(exchange);
        try {
            byte[] bytes = exchange.getRequestBody().readNBytes(MAX_BYTES + 1);
            if (bytes.length > MAX_BYTES) {
                throw new Refusal(413, "the file is larger than " + (MAX_BYTES >> 20) + " MB");
            }
            return bytes;
        } finally {
            limit.interrupt();
        }
    }

    private Photo photo(byte[] file) throws Refusal {
        try {
            return Photo.read(file, maxPixels);
        } catch (IOException e) {
            throw new Refusal(e.getMessage().startsWith("has ") ? 413 : 400, "the file " + e.getMessage());
        }
    }

    /** Closes a connection, so that who reads or writes gets an exception, after the time for a transfer; to be interrupted before. */
    private Thread limited(HttpExchange exchange) {
        return Thread.startVirtualThread(() -> {
            try {
                Thread.sleep(maxTransfer);
                exchange.close();
            } catch (InterruptedException e) {
                // it was in time
            }
        });
    }

    /** Source: W3C, Server Timing: metrics with a description and a duration in milliseconds. */
    private static String timing(Profile profile) {
        List<String> metrics = new ArrayList<>();
        for (int i = 0; i < profile.steps().size(); i++) {
            PlanStep step = profile.steps().get(i);
            double gigaflops = 2.0 * step.multiplyAdds() * profile.runs() / Math.max(1, profile.timeNanos(i));
            metrics.add(String.format(Locale.ROOT, "s%d;dur=%.3f;desc=\"%s, %.1f GFLOP/s\"", i,
                    profile.timeNanos(i) * 1e-6, step.node().replaceAll("[\"\\\\]|[^ -~]", "?"), gigaflops));
        }
        return String.join(", ", metrics);
    }

    private static void requireMethod(HttpExchange exchange, String... methods) throws Refusal {
        if (!List.of(methods).contains(exchange.getRequestMethod())) {
            exchange.getResponseHeaders().set("Allow", String.join(", ", methods));
            throw new Refusal(405, exchange.getRequestMethod() + ": must be " + String.join(" or ", methods));
        }
    }

    private static void send(HttpExchange exchange, int status, String type, byte[] content) throws IOException {
        boolean text = type.startsWith("text/");
        exchange.getResponseHeaders().set("Content-Type", text ? type + "; charset=utf-8" : type);
        exchange.getResponseHeaders().set("Cache-Control", "no-store");
        if (exchange.getRequestMethod().equals(HEAD)) {
            exchange.getResponseHeaders().set("Content-Length", Integer.toString(content.length));
            exchange.sendResponseHeaders(status, -1);
            return;
        }
        exchange.sendResponseHeaders(status, content.length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(content);
        }
    }
}
