package io.zenquery.sync.autoconfigure.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.zenquery.sync.protocol.ClientMessage;
import io.zenquery.sync.protocol.ProtocolCodec;
import io.zenquery.sync.protocol.ServerMessage;
import jakarta.websocket.ContainerProvider;
import jakarta.websocket.WebSocketContainer;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.messaging.MessageDeliveryException;
import org.springframework.messaging.simp.stomp.StompFrameHandler;
import org.springframework.messaging.simp.stomp.StompHeaders;
import org.springframework.messaging.simp.stomp.StompSession;
import org.springframework.messaging.simp.stomp.StompSessionHandlerAdapter;
import org.springframework.util.MimeTypeUtils;
import org.springframework.web.socket.WebSocketHttpHeaders;
import org.springframework.web.socket.client.standard.StandardWebSocketClient;
import org.springframework.web.socket.messaging.WebSocketStompClient;

/** A plain STOMP client, as any other than this library's would be. */
final class StompTestClient implements AutoCloseable {
    static final int FRAME = 1024 * 1024;

    /** How many messages each frame had. */
    final BlockingQueue<Integer> frames = new LinkedBlockingQueue<>();

    final BlockingQueue<ServerMessage> answers = new LinkedBlockingQueue<>();
    final BlockingQueue<ServerMessage> topic = new LinkedBlockingQueue<>();
    final BlockingQueue<String> errors = new LinkedBlockingQueue<>();
    final CountDownLatch lost = new CountDownLatch(1);
    volatile @Nullable String contentType;

    private final WebSocketStompClient client;
    final StompSession session;

    StompTestClient(int port, String path) throws Exception {
        this(port, path, new WebSocketHttpHeaders());
    }

    /** One that is logged in by basic authentication. */
    static StompTestClient as(String user, int port, String path) throws Exception {
        WebSocketHttpHeaders handshake = new WebSocketHttpHeaders();
        handshake.setBasicAuth(user, user);
        return new StompTestClient(port, path, handshake);
    }

    StompTestClient(int port, String path, WebSocketHttpHeaders handshake) throws Exception {
        WebSocketContainer container = ContainerProvider.getWebSocketContainer();
        container.setDefaultMaxTextMessageBufferSize(FRAME);
        client = new WebSocketStompClient(new StandardWebSocketClient(container));
        client.setInboundMessageSizeLimit(FRAME);
        client.setOutboundMessageSizeLimit(FRAME);
        client.start();
        session = client.connectAsync("ws://127.0.0.1:" + port + path, handshake, new Handler())
                .get(20, TimeUnit.SECONDS);
    }

    void subscribe(String channel) {
        session.subscribe("/topic/zenquery." + channel, new Into(topic));
        session.subscribe("/user/queue/zenquery." + channel, new Into(answers));
    }

    void send(String destination, ClientMessage message) {
        send(destination, ProtocolCodec.encode(message));
    }

    void send(String destination, byte[] body) {
        send(destination, MimeTypeUtils.APPLICATION_JSON_VALUE, body);
    }

    /** Sends what the server closes the connection over, which it may do while the rest is still being sent. */
    void sendTooMuch(String destination, byte[] body) {
        try {
            send(destination, body);
        } catch (MessageDeliveryException e) {
            assertThat(e.toString()).contains("stompCommand=SEND"); // with or without a message of its own
        }
    }

    void send(String destination, String contentType, byte[] body) {
        StompHeaders headers = new StompHeaders();
        headers.setDestination(destination);
        headers.setContentType(MimeTypeUtils.parseMimeType(contentType));
        session.send(headers, body);
    }

    static ServerMessage next(BlockingQueue<ServerMessage> queue) throws InterruptedException {
        ServerMessage message = queue.poll(20, TimeUnit.SECONDS);
        if (message == null) {
            throw new AssertionError("expected a message within 20 seconds, got none");
        }
        return message;
    }

    @Override
    public void close() {
        if (session.isConnected()) {
            session.disconnect(); // the client that made it does not
        }
        client.stop();
    }

    private final class Into implements StompFrameHandler {
        private final BlockingQueue<ServerMessage> queue;

        Into(BlockingQueue<ServerMessage> queue) {
            this.queue = queue;
        }

        @Override
        public Type getPayloadType(StompHeaders headers) {
            return byte[].class;
        }

        @Override
        public void handleFrame(StompHeaders headers, @Nullable Object payload) {
            contentType = String.valueOf(headers.getContentType());
            List<ServerMessage> messages = ProtocolCodec.decodeServerFrame((byte[]) payload);
            frames.add(messages.size());
            queue.addAll(messages);
        }
    }

    private final class Handler extends StompSessionHandlerAdapter {
        @Override
        public Type getPayloadType(StompHeaders headers) {
            return byte[].class;
        }

        @Override
        public void handleFrame(StompHeaders headers, @Nullable Object payload) {
            String body = payload == null ? "" : new String((byte[]) payload, StandardCharsets.UTF_8);
            errors.add(headers.getFirst("message") + body);
        }

        @Override
        public void handleTransportError(StompSession broken, Throwable exception) {
            lost.countDown();
        }
    }
}
