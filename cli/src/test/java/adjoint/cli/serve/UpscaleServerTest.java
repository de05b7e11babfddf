package adjoint.cli.serve;

import adjoint.cli.CommandRun;
import adjoint.parallel.Team;
import adjoint.parallel.Workers;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

class UpscaleServerTest {

    private static final Path RECORDED = Path.of("src", "test", "resources", "adjoint", "cli", "upscale");

    private static Team team;
    private static UpscaleServer server;
    private static HttpClient client;

    @BeforeAll
    static void start() throws IOException {
        team = Workers.team(2);
        server = new UpscaleServer(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10_000, team);
        client = HttpClient.newHttpClient();
    }

    @AfterAll
    static void stop() {
        client.close();
        server.close();
        team.close();
    }

    @Test
    void aPhotoComesBackEnlargedWithTheTimesOfLayers() throws Exception {
        HttpResponse<byte[]> answer = post("upscale", Files.readAllBytes(RECORDED.resolve("coffee-31x23.png")));
        assertEquals(200, answer.statusCode());
        assertEquals("image/png", answer.headers().firstValue("Content-Type").orElseThrow());
        BufferedImage recorded = ImageIO.read(RECORDED.resolve("coffee-31x23.expected.png").toFile());
        BufferedImage image = ImageIO.read(new ByteArrayInputStream(answer.body()));
        for (int y = 0; y < 46; y++) {
            for (int x = 0; x < 62; x++) {
                assertEquals(recorded.getRGB(x, y) >> 8 & 0xff, image.getRGB(x, y) >> 8 & 0xff, 1);
            }
        }
        String timing = answer.headers().firstValue("Server-Timing").orElseThrow();
        assertTrue(timing.matches("(s\\d+;dur=[\\d.]+;desc=\"[^\"]* '[^\"]*', [\\d.]+ GFLOP/s\"(, )?)+"), timing);
    }

    @Test
    void bothNetworksCanBeChosen() throws Exception {
        byte[] photo = Files.readAllBytes(RECORDED.resolve("coffee-31x23.png"));
        assertEquals(200, post("upscale?model=cunet", photo).statusCode());
        refuses(400, "model=magic: must be one of upconv7, cunet", post("upscale?model=magic", photo));
    }

    @Test
    void badFilesAreRefusedWithAReason() throws Exception {
        byte[] photo = Files.readAllBytes(RECORDED.resolve("coffee-31x23.png"));
        refuses(400, "the file is not a PNG or JPEG image",
                post("upscale", "no picture".getBytes(StandardCharsets.UTF_8)));
        refuses(400, "the file is not a PNG or JPEG image", post("upscale", new byte[0]));
        refuses(400, "the file is damaged or cut off (", post("upscale", Arrays.copyOf(photo, 600)));
        ByteArrayOutputStream large = new ByteArrayOutputStream();
        ImageIO.write(new BufferedImage(101, 100, BufferedImage.TYPE_BYTE_GRAY), "png", large);
        refuses(413, "the file has 101x100 pixels: 10000 are the limit", post("upscale", large.toByteArray()));
        refuses(413, "the file is larger than 32 MB", post("upscale", new byte[UpscaleServer.MAX_BYTES + 1]));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "page.css", "page.js"})
    void thePageIsServed(String name) throws Exception {
        HttpResponse<byte[]> answer = client.send(HttpRequest.newBuilder(server.page().resolve(name)).build(),
                BodyHandlers.ofByteArray());
        assertEquals(200, answer.statusCode());
        assertTrue(answer.headers().firstValue("Content-Type").orElseThrow().endsWith("charset=utf-8"));
        assertTrue(
                answer.headers().firstValue("Content-Security-Policy").orElseThrow().startsWith("default-src 'self'"));
    }

    @Test
    void headIsGetWithoutBody() throws IOException {
        String got = raw("GET /page.css HTTP/1.1\r\nHost: localhost\r\n");
        String head = raw("HEAD /page.css HTTP/1.1\r\nHost: localhost\r\n");
        assertTrue(head.startsWith("HTTP/1.1 200 "), head);
        assertEquals(got.length() - got.indexOf("\r\n\r\n") - 4, contentLength(head));
        assertTrue(head.endsWith("\r\n\r\n"), head);
        String refused = raw("HEAD /upscale HTTP/1.1\r\nHost: localhost\r\n");
        assertTrue(refused.startsWith("HTTP/1.1 405 ") && refused.endsWith("\r\n\r\n"), refused);
    }

    private static int contentLength(String answer) {
        return answer.lines().filter(line -> line.toLowerCase(Locale.ROOT).startsWith("content-length: "))
                .mapToInt(line -> Integer.parseInt(line.substring(16))).sum();
    }

    @Test
    void nothingElseIsServed() throws Exception {
        for (String path : new String[] {"/UpscaleServer.class", "/../serve/page.html", "/page",
            "/%2e%2e/Main.class"}) {
            assertTrue(raw("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n").startsWith("HTTP/1.1 404 "), path);
        }
        refuses(405, "POST: must be GET or HEAD", post("page.css", new byte[0]));
        assertTrue(raw("GET /upscale HTTP/1.1\r\nHost: localhost\r\n").startsWith("HTTP/1.1 405 "));
    }

    @Test
    void pagesOfOtherSitesAreKeptOut() throws Exception {
        assertTrue(raw("GET / HTTP/1.1\r\nHost: rebound.example\r\n").startsWith("HTTP/1.1 403 "));
        assertTrue(raw("GET / HTTP/1.1\r\n").startsWith("HTTP/1.1 403 "));
        refuses(403, "origin=http://other.example: must be this server's own page", client.send(
                HttpRequest.newBuilder(server.page().resolve("upscale"))
                        .header("Origin", "http://other.example")
                        .POST(BodyPublishers.ofByteArray(new byte[9])).build(),
                BodyHandlers.ofByteArray()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "127.0.0.2", "::1"})
    void itsOwnPageIsLetInAtEveryAddressOfThisMachineAlone(String address) throws Exception {
        try (UpscaleServer other = new UpscaleServer(new InetSocketAddress(address, 0), 10_000, team)) {
            String origin = other.page().toString().replaceFirst("/$", "");
            HttpResponse<byte[]> answer = client.send(HttpRequest.newBuilder(other.page().resolve("upscale"))
                    .header("Origin", origin).POST(BodyPublishers.ofByteArray(new byte[9])).build(),
                    BodyHandlers.ofByteArray());
            refuses(400, "the file is not a PNG or JPEG image", answer);
        }
    }

    @Test
    void namesAreTheSameInCapitals() throws IOException {
        assertTrue(
                raw("GET / HTTP/1.1\r\nHost: LocalHost\r\nOrigin: http://localhost\r\n").startsWith("HTTP/1.1 200 "));
    }

    /** Its photo is computed, but nobody fetches the result. */
    @Test
    void aClientThatStopsReadingKeepsNobodyWaiting() throws Exception {
        byte[] photo = Files.readAllBytes(RECORDED.resolve("coffee-31x23.png"));
        try (StalledExchange stalled = new StalledExchange(server.page().resolve("upscale"), photo);
                ExecutorService other = Executors.newSingleThreadExecutor()) {
            Future<?> answered = other.submit(() -> {
                server.answer(stalled);
                return null;
            });
            stalled.awaitAnswer();
            assertEquals(200, post("upscale", photo).statusCode());
            assertFalse(answered.isDone());
        }
    }

    @Test
    void aClientThatStopsSendingKeepsNobodyWaiting() throws Exception {
        byte[] photo = Files.readAllBytes(RECORDED.resolve("coffee-31x23.png"));
        try (UpscaleServer strict = new UpscaleServer(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                10_000, team, Duration.ofSeconds(2))) {
            List<Socket> sockets = new ArrayList<>();
            for (int i = 0; i < 4; i++) { // as many as may wait
                Socket socket = new Socket(InetAddress.getLoopbackAddress(), strict.page().getPort());
                socket.getOutputStream().write("POST /upscale HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n\r\n"
                        .getBytes(StandardCharsets.US_ASCII));
                sockets.add(socket);
            }
            for (Socket socket : sockets) {
                socket.setSoTimeout(60_000);
                assertEquals(-1, socket.getInputStream().read());
                socket.close();
            }
            HttpResponse<byte[]> answer = client.send(HttpRequest.newBuilder(strict.page().resolve("upscale"))
                    .POST(BodyPublishers.ofByteArray(photo)).build(), BodyHandlers.ofByteArray());
            assertEquals(200, answer.statusCode());
        }
    }

    @Test
    void mistakesOfTheCommandAreNamed() throws IOException {
        CommandRun serve = new CommandRun("serve");
        serve.refuses("--port=65536: must be at least 0 and at most 65535", "--port", "65536");
        serve.refuses("--max-pixels=0: must be at least 1", "--max-pixels", "0");
        serve.refuses("--host=no such host: must be an address of this machine", "--host", "no such host");
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            serve.refuses("--port=" + taken.getLocalPort() + ": is not available (", "--port", taken.getLocalPort());
        }
    }

    private static void refuses(int status, String message, HttpResponse<byte[]> answer) {
        String text = new String(answer.body(), StandardCharsets.UTF_8);
        assertTrue(text.startsWith(message), text);
        assertEquals(1, text.lines().count(), text);
        assertEquals(status, answer.statusCode());
    }

    private static HttpResponse<byte[]> post(String path, byte[] body) throws IOException, InterruptedException {
        URI uri = server.page().resolve(path);
        return client.send(HttpRequest.newBuilder(uri).POST(BodyPublishers.ofByteArray(body)).build(),
                BodyHandlers.ofByteArray());
    }

    private static String raw(String request) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.page().getPort())) {
            socket.getOutputStream().write((request + "Connection: close\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
