package io.zenquery.sync.stomp;

import java.net.URI;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Where and how {@link StompConnections} are made.
 *
 * @param url the server's endpoint, {@code ws://} or {@code wss://}
 * @param connectTimeout how long the handshakes of WebSocket and STOMP may take together; more than zero
 * @param heartbeat how often both sides say that they are alive, from 2 ms; zero for never
 * @param maxFrameSize the size of the largest frame sent or received, in bytes
 * @param ssl gives the TLS context, at each connection anew; null for the JVM's
 */
public record StompSettings(
        URI url,
        Duration connectTimeout,
        Duration heartbeat,
        int maxFrameSize,
        @Nullable Supplier<SSLContext> ssl) {

    /** With the JVM's TLS context. */
    public StompSettings(URI url, Duration connectTimeout, Duration heartbeat, int maxFrameSize) {
        this(url, connectTimeout, heartbeat, maxFrameSize, null);
    }

    public StompSettings {
        Objects.requireNonNull(url, "url");
        if (connectTimeout.isNegative() || connectTimeout.isZero()) {
            throw new IllegalArgumentException("expected a connectTimeout above zero, got " + connectTimeout);
        }
        if (!heartbeat.isZero() && heartbeat.toMillis() < 2) {
            throw new IllegalArgumentException("expected a heartbeat from 2 ms, or zero for none, got " + heartbeat);
        }
        if (maxFrameSize < 1) {
            throw new IllegalArgumentException("expected a maxFrameSize from 1, got " + maxFrameSize);
        }
    }
}
