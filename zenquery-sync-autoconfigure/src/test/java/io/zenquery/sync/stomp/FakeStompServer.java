package io.zenquery.sync.stomp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.tomcat.autoconfigure.servlet.TomcatServletWebServerAutoConfiguration;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.boot.webmvc.autoconfigure.DispatcherServletAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpHeaders;
import org.springframework.messaging.Message;
import org.springframework.messaging.simp.stomp.BufferingStompDecoder;
import org.springframework.messaging.simp.stomp.StompCommand;
import org.springframework.messaging.simp.stomp.StompDecoder;
import org.springframework.messaging.simp.stomp.StompEncoder;
import org.springframework.messaging.simp.stomp.StompHeaderAccessor;
import org.springframework.messaging.support.MessageBuilder;
import org.springframework.web.socket.CloseStatus;
import org.springframework.web.socket.TextMessage;
import org.springframework.web.socket.WebSocketSession;
import org.springframework.web.socket.config.annotation.EnableWebSocket;
import org.springframework.web.socket.config.annotation.WebSocketConfigurer;
import org.springframework.web.socket.handler.ConcurrentWebSocketSessionDecorator;
import org.springframework.web.socket.handler.TextWebSocketHandler;

/** A server that speaks STOMP frame by frame, as the test tells it. */
final class FakeStompServer extends TextWebSocketHandler implements AutoCloseable {
    static final int MAX_FRAME = 1024 * 1024;

    /** A frame from the client. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Frame(StompCommand command, StompHeaderAccessor headers, byte[] payload) {
        String header(String name) {
            return headers.getFirstNativeHeader(name);
        }

        String body() {
            return new String(payload, StandardCharsets.UTF_8);
        }
    }

    final BlockingQueue<Frame> frames = new LinkedBlockingQueue<>();
    final List<HttpHeaders> handshakes = new CopyOnWriteArrayList<>();
    final List<WebSocketSession> sessions = new CopyOnWriteArrayList<>();
    private final Map<String, BufferingStompDecoder> decoders = new ConcurrentHashMap<>();
    private final Map<String, String> subscriptions = new ConcurrentHashMap<>(); // the destination, by session and id
    private final StompEncoder encoder = new StompEncoder();
    private final ServletWebServerApplicationContext context;

    volatile boolean answersConnect = true;
    volatile String heartbeat = "0,0";

    FakeStompServer() {
        context = (ServletWebServerApplicationContext) new SpringApplicationBuilder(Web.class)
                .web(WebApplicationType.SERVLET)
                .properties("server.address=127.0.0.1", "server.port=0", "spring.main.banner-mode=off")
                .initializers(application -> application.getBeanFactory().registerSingleton("fakeStompServer", this))
                .run();
    }

    URI url() {
        return URI.create("ws://127.0.0.1:" + context.getWebServer().getPort() + "/zenquery");
    }

    @Override
    public void afterConnectionEstablished(WebSocketSession session) {
        handshakes.add(session.getHandshakeHeaders());
        decoders.put(session.getId(), new BufferingStompDecoder(new StompDecoder(), MAX_FRAME));
        sessions.add(new ConcurrentWebSocketSessionDecorator(new LockedSession(session), 10_000, 4 * MAX_FRAME));
    }

    @Override
    protected void handleTextMessage(WebSocketSession session, TextMessage message) {
        for (Message<byte[]> frame : decoders.get(session.getId()).decode(ByteBuffer.wrap(message.asBytes()))) {
            StompHeaderAccessor headers = StompHeaderAccessor.wrap(frame);
            if (headers.isHeartbeat()) {
                continue;
            }
            String subscription = session.getId() + " " + headers.getSubscriptionId();
            if (headers.getCommand() == StompCommand.SUBSCRIBE) {
                subscriptions.put(subscription, String.valueOf(headers.getDestination()));
            } else if (headers.getCommand() == StompCommand.UNSUBSCRIBE) {
                subscriptions.remove(subscription);
            }
            if (headers.getCommand() == StompCommand.CONNECT && answersConnect) {
                StompHeaderAccessor connected = StompHeaderAccessor.create(StompCommand.CONNECTED);
                connected.setVersion("1.2");
                connected.setNativeHeader("heart-beat", heartbeat);
                write(sessions.get(sessions.size() - 1), connected, new byte[0]);
            }
            frames.add(new Frame(headers.getCommand(), headers, frame.getPayload()));
        }
    }

    /** The next frame of the client. */
    Frame next() throws InterruptedException {
        Frame frame = frames.poll(10, TimeUnit.SECONDS);
        assertThat(frame).as("a frame from the client").isNotNull();
        return frame;
    }

    /** The next frame of that kind; others are passed over. */
    Frame next(StompCommand command) throws InterruptedException {
        Frame frame = next();
        while (frame.command() != command) {
            frame = next();
        }
        return frame;
    }

    /**
     * Sends to the subscription that Spring numbers {@code subscription}, when there is one: 0 for the topic, 1 for the user's queue of the first
     * channel.
     */
    void message(WebSocketSession session, int subscription, byte[] body) {
        message(session, subscription, null, body);
    }

    /** The same with a content type; null for none. */
    void message(WebSocketSession session, int subscription, String contentType, byte[] body) {
        await().until(() -> subscriptions.containsKey(session.getId() + " " + subscription));
        StompHeaderAccessor headers = StompHeaderAccessor.create(StompCommand.MESSAGE);
        headers.setNativeHeader("subscription", String.valueOf(subscription));
        headers.setNativeHeader("message-id", "1");
        headers.setNativeHeader("destination", "/anything");
        if (contentType != null) {
            headers.setNativeHeader("content-type", contentType);
        }
        write(session, headers, body);
    }

    /** Sends to that channel's queue of the user, when it is subscribed to. */
    void answer(WebSocketSession session, String channel, byte[] body) {
        String destination = "/user/queue/zenquery." + channel;
        await().until(() -> subscription(session, destination) >= 0);
        message(session, subscription(session, destination), body);
    }

    /** The newest subscription to that destination; below 0 if there is none. */
    private int subscription(WebSocketSession session, String destination) {
        return subscriptions.entrySet().stream()
                .filter(entry -> entry.getKey().startsWith(session.getId() + " ")
                        && entry.getValue().equals(destination))
                .mapToInt(entry -> Integer.parseInt(
                        entry.getKey().substring(session.getId().length() + 1)))
                .max()
                .orElse(-1);
    }

    void error(WebSocketSession session, String message, String body) {
        StompHeaderAccessor headers = StompHeaderAccessor.create(StompCommand.ERROR);
        headers.setMessage(message);
        write(session, headers, body.getBytes(StandardCharsets.UTF_8));
    }

    void drop(CloseStatus status) throws IOException {
        for (WebSocketSession session : sessions) {
            session.close(status);
        }
    }

    private void write(WebSocketSession session, StompHeaderAccessor headers, byte[] body) {
        try {
            session.sendMessage(
                    new TextMessage(encoder.encode(MessageBuilder.createMessage(body, headers.getMessageHeaders()))));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        context.close();
    }

    @Configuration(proxyBeanMethods = false)
    @EnableWebSocket
    @ImportAutoConfiguration({TomcatServletWebServerAutoConfiguration.class, DispatcherServletAutoConfiguration.class})
    static class Web {
        @Bean
        WebSocketConfigurer endpoint(FakeStompServer server) {
            return registry -> registry.addHandler(server, "/zenquery").setAllowedOrigins("*");
        }
    }
}
