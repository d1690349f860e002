package io.zenquery.sync.autoconfigure.server;

import io.zenquery.sync.server.DocumentLimits;
import io.zenquery.sync.server.Limits;
import io.zenquery.sync.stomp.frame.PiecewiseSession;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Properties of the server.
 *
 * @param enabled Whether the server side is active.
 * @param path Where the WebSocket endpoint is; begins with a slash.
 * @param allowedOrigins Origins of browsers that may connect; empty for the server's own.
 * @param maxFrameSize Size of the largest STOMP frame, in both directions; the clients' must be the same.
 * @param maxMessageSize Size of the largest WebSocket message that is received, in characters; a STOMP frame may come in several. Each connection takes twice as many bytes.
 * @param heartbeat Interval of heartbeats, in both directions; 0 for none.
 * @param headInterval How often each channel's last number is said to its clients, so that a lost last delta is noticed.
 * @param maxBatch Mutations in a batch.
 * @param maxPatches Operations in a mutation.
 * @param maxDocumentNodes Values in a document, containers included.
 * @param maxDocumentDepth Objects and arrays inside each other.
 * @param maxDocumentSize A document as JSON.
 * @param maxDeltaSize What one mutation may write, as JSON; max-frame-size by default, since its delta has to go through a frame.
 * @param handlerTimeout How long a handler may take for one mutation; 0 for no bound, then it runs on the thread of the message.
 * @param maxSubscriptions Subscriptions on one connection, and clients that it may resume as.
 * @param maxMessagesPerSecond Messages on one connection, per second; as many may come at once. 0 for no bound.
 * @param sendTimeLimit How long sending one frame may take before the connection is cut; its client resumes.
 * @param sendBufferSize What may wait to be sent on one connection before it is cut; two frames by default.
 * @param receiveBufferSize What may wait to be handled on one connection before it is cut; two frames by default.
 * @param recheckInterval How often it is asked whether those who listen still may; 0 for never.
 * @param logRetention Deltas that a channel's log keeps; at least max-batch.
 */
@ConfigurationProperties("zenquery.sync.server")
public record ZenQuerySyncServerProperties(
        @DefaultValue("true") boolean enabled,
        @DefaultValue("/zenquery") String path,
        @DefaultValue List<String> allowedOrigins,
        @DefaultValue("1MB") DataSize maxFrameSize,
        @DefaultValue("16KB") DataSize maxMessageSize,
        @DefaultValue("10s") Duration heartbeat,
        @DefaultValue("10s") Duration headInterval,
        @DefaultValue("1000") int maxBatch,
        @DefaultValue("1000") int maxPatches,
        @DefaultValue("1000000") long maxDocumentNodes,
        @DefaultValue("100") int maxDocumentDepth,
        @DefaultValue("16MB") DataSize maxDocumentSize,
        @Nullable DataSize maxDeltaSize,
        @DefaultValue("5s") Duration handlerTimeout,
        @DefaultValue("100") int maxSubscriptions,
        @DefaultValue("20000") int maxMessagesPerSecond,
        @DefaultValue("10s") Duration sendTimeLimit,
        @Nullable DataSize sendBufferSize,
        @Nullable DataSize receiveBufferSize,
        @DefaultValue("1m") Duration recheckInterval,
        @DefaultValue("10000") int logRetention) {

    private static final DataSize SMALLEST_FRAME = DataSize.ofKilobytes(1);
    private static final DataSize LARGEST_FRAME = DataSize.ofMegabytes(512);

    public ZenQuerySyncServerProperties {
        allowedOrigins = List.copyOf(allowedOrigins);
        if (!path.startsWith("/")) {
            throw new IllegalArgumentException(
                    "expected zenquery.sync.server.path to begin with a slash, such as /zenquery, got \"" + path
                            + "\"");
        }
        if (maxFrameSize.compareTo(SMALLEST_FRAME) < 0 || maxFrameSize.compareTo(LARGEST_FRAME) > 0) {
            throw new IllegalArgumentException(
                    "expected zenquery.sync.server.max-frame-size from 1KB to 512MB, got " + maxFrameSize);
        }
        if (maxMessageSize.toBytes() < PiecewiseSession.PIECE || maxMessageSize.compareTo(LARGEST_FRAME) > 0) {
            throw new IllegalArgumentException(
                    "expected zenquery.sync.server.max-message-size from 8KB, which clients send, to 512MB, got "
                            + maxMessageSize);
        }
        if (headInterval.toMillis() < 1) {
            throw new IllegalArgumentException(
                    "expected zenquery.sync.server.head-interval of 1ms or more, got " + headInterval);
        }
        if (heartbeat.isNegative()) {
            throw new IllegalArgumentException(
                    "expected zenquery.sync.server.heartbeat of 0 or more, got " + heartbeat);
        }
        if (maxSubscriptions < 2) {
            throw new IllegalArgumentException(
                    "expected zenquery.sync.server.max-subscriptions from 2, which one channel takes, got "
                            + maxSubscriptions);
        }
        if (maxMessagesPerSecond < 0) {
            throw new IllegalArgumentException(
                    "expected zenquery.sync.server.max-messages-per-second of 0 or more, got " + maxMessagesPerSecond);
        }
        if (sendTimeLimit.toMillis() < 1) {
            throw new IllegalArgumentException(
                    "expected zenquery.sync.server.send-time-limit of 1ms or more, got " + sendTimeLimit);
        }
        checkBuffer("send-buffer-size", sendBufferSize, maxFrameSize);
        checkBuffer("receive-buffer-size", receiveBufferSize, maxFrameSize);
        if (recheckInterval.isNegative()) {
            throw new IllegalArgumentException(
                    "expected zenquery.sync.server.recheck-interval of 0 or more, got " + recheckInterval);
        }
        if (handlerTimeout.isNegative()) {
            throw new IllegalArgumentException(
                    "expected zenquery.sync.server.handler-timeout of 0 or more, got " + handlerTimeout);
        }
    }

    private static void checkBuffer(String name, @Nullable DataSize size, DataSize frame) {
        if (size != null && size.compareTo(frame) < 0) {
            throw new IllegalArgumentException(
                    "expected zenquery.sync.server." + name + " from max-frame-size, " + frame + ", on, got " + size);
        }
    }

    /** What may wait to be sent. */
    int sendBufferBytes() {
        return bufferBytes(sendBufferSize);
    }

    /** What may wait to be handled. */
    int receiveBufferBytes() {
        return bufferBytes(receiveBufferSize);
    }

    /** By default a frame that is at work and one behind it. */
    private int bufferBytes(@Nullable DataSize size) {
        long bytes = size == null ? 2 * maxFrameSize.toBytes() : size.toBytes();
        return (int) Math.min(Integer.MAX_VALUE, bytes);
    }

    /** The limits of the engine among them. */
    Limits limits() {
        DataSize delta = maxDeltaSize == null ? maxFrameSize : maxDeltaSize;
        return new Limits(
                maxBatch,
                maxPatches,
                logRetention,
                new DocumentLimits(maxDocumentNodes, maxDocumentDepth, maxDocumentSize.toBytes(), delta.toBytes()),
                handlerTimeout);
    }
}
