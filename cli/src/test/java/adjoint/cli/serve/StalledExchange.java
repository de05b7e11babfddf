package adjoint.cli.serve;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpContext;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpPrincipal;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.concurrent.CountDownLatch;

/** A request with a photo, whose client does not read the answer until this is closed. */
final class StalledExchange extends HttpExchange {

    private final URI uri;
    private final byte[] body;
    private final Headers request = new Headers();
    private final Headers response = new Headers();
    private final CountDownLatch answered = new CountDownLatch(1);
    private final CountDownLatch closed = new CountDownLatch(1);

    StalledExchange(URI uri, byte[] body) {
        this.uri = uri;
        this.body = body;
        request.set("Host", "localhost");
    }

    /** Waits until there is something that is not read. */
    void awaitAnswer() throws InterruptedException {
        answered.await();
    }

    @Override
    public OutputStream getResponseBody() {
        return new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                answered.countDown();
                try {
                    closed.await();
                } catch (InterruptedException e) {
                    throw new IOException(e);
                }
            }
        };
    }

    @Override
    public void close() {
        closed.countDown();
    }

    @Override
    public InputStream getRequestBody() {
        return new ByteArrayInputStream(body);
    }

    @Override
    public Headers getRequestHeaders() {
        return request;
    }

    @Override
    public Headers getResponseHeaders() {
        return response;
    }

    @Override
    public URI getRequestURI() {
        return uri;
    }

    @Override
    public String getRequestMethod() {
        return "POST";
    }

    @Override
    public void sendResponseHeaders(int status, long length) {
    }

    @Override
    public int getResponseCode() {
        return -1;
    }

    @Override
    public HttpContext getHttpContext() {
        return null;
    }

    @Override
    public InetSocketAddress getRemoteAddress() {
        return getLocalAddress();
    }

    @Override
    public InetSocketAddress getLocalAddress() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }

    @Override
    public String getProtocol() {
        return "HTTP/1.1";
    }

    @Override
    public Object getAttribute(String name) {
        return null;
    }

    @Override
    public void setAttribute(String name, Object value) {
    }

    @Override
    public void setStreams(InputStream in, OutputStream out) {
    }

    @Override
    public HttpPrincipal getPrincipal() {
        return null;
    }
}
