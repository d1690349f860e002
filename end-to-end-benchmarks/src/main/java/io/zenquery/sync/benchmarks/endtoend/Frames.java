package io.zenquery.sync.benchmarks.endtoend;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import org.springframework.web.socket.TextMessage;
import org.springframework.web.socket.WebSocketHttpHeaders;
import org.springframework.web.socket.WebSocketSession;
import org.springframework.web.socket.client.standard.StandardWebSocketClient;
import org.springframework.web.socket.handler.AbstractWebSocketHandler;

/**
 * A client that writes frames itself and only counts what comes: as little work as a client can have. Sends STOMP frames where it has
 * subscribed to something, bare text else.
 */
final class Frames extends AbstractWebSocketHandler implements AutoCloseable {
    private static final StandardWebSocketClient CLIENT = client();

    private static final String DELTA = "\"type\":\"delta\"";

    private final CompletableFuture<Boolean> connected = new CompletableFuture<>();
    private final Semaphore arrivals = new Semaphore(0);
    private final StringBuilder pieces = new StringBuilder(); // of the thread that reads
    private final AtomicLong received = new AtomicLong();
    private final @Nullable String subscription;
    private final WebSocketSession session;
    volatile LongConsumer onMessage = count -> {};

    private static StandardWebSocketClient client() {
        var container = jakarta.websocket.ContainerProvider.getWebSocketContainer();
        container.setDefaultMaxTextMessageBufferSize(64 * 1024);
        return new StandardWebSocketClient(container);
    }

    private Frames(String url, @Nullable String subscription) throws Exception {
        this.subscription = subscription;
        this.session = CLIENT.execute(this, new WebSocketHttpHeaders(), URI.create(url))
                .get(30, TimeUnit.SECONDS);
        if (subscription != null) {
            session.sendMessage(new TextMessage("CONNECT\naccept-version:1.2\nhost:x\n\n\0"));
            connected.get(30, TimeUnit.SECONDS);
            session.sendMessage(new TextMessage("SUBSCRIBE\nid:0\ndestination:" + subscription + "\n\n\0"));
        }
    }

    /** A bare WebSocket. */
    static Frames bare(int port) throws Exception {
        return new Frames("ws://127.0.0.1:" + port + "/bare", null);
    }

    /** A STOMP session with one subscription. */
    static Frames stomp(int port, String subscription) throws Exception {
        return new Frames("ws://127.0.0.1:" + port + "/zenquery", subscription);
    }

    void send(String destination, String body) throws Exception {
        session.sendMessage(new TextMessage(
                subscription == null
                        ? body
                        : "SEND\ndestination:" + destination + "\ncontent-type:text/plain\n\n" + body + "\0"));
    }

    /** Waits for one more message. */
    void receive() throws InterruptedException {
        if (!arrivals.tryAcquire(60, TimeUnit.SECONDS)) {
            throw new IllegalStateException("expected a message within a minute, got none");
        }
    }

    void receive(int messages) throws InterruptedException {
        if (!arrivals.tryAcquire(messages, 120, TimeUnit.SECONDS)) {
            throw new IllegalStateException(
                    "expected " + messages + " messages within two minutes, got " + arrivals.availablePermits());
        }
    }

    long received() {
        return received.get();
    }

    @Override
    protected void handleTextMessage(WebSocketSession from, TextMessage message) {
        pieces.append(message.getPayload());
        if (subscription != null && pieces.charAt(pieces.length() - 1) != '\0') {
            return; // a STOMP frame ends with its NUL, and may come in several messages
        }
        String text = pieces.toString();
        pieces.setLength(0);
        if (subscription == null || text.startsWith("MESSAGE")) {
            int messages = messages(text);
            onMessage.accept(received.addAndGet(messages));
            arrivals.release(messages);
        } else if (text.startsWith("CONNECTED")) {
            connected.complete(true);
        } else if (text.startsWith("ERROR")) {
            throw new IllegalStateException("the server says " + text);
        }
    }

    /** A frame of the library may have several deltas. */
    private static int messages(String text) {
        int deltas = 0;
        for (int at = text.indexOf(DELTA); at >= 0; at = text.indexOf(DELTA, at + 1)) {
            deltas++;
        }
        return Math.max(1, deltas);
    }

    static String body(int bytes) {
        String filler = "x".repeat(Math.max(1, bytes - 12));
        String body = "{\"text\":\"" + filler + "\"}";
        return new String(body.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    }

    @Override
    public void close() throws IOException {
        session.close();
    }
}
