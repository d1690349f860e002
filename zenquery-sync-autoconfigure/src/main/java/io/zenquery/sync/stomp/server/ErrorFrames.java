package io.zenquery.sync.stomp.server;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.messaging.MessageChannel;
import org.springframework.messaging.simp.stomp.StompCommand;
import org.springframework.messaging.simp.stomp.StompEncoder;
import org.springframework.messaging.simp.stomp.StompHeaderAccessor;
import org.springframework.messaging.support.MessageBuilder;
import org.springframework.web.socket.TextMessage;

/**
 * Ends connections, and says why: with an ERROR frame, after which the server closes, as STOMP 1.2 has it. Thread-safe.
 *
 * <p>Spring closes when it has given the frame to the connection, also when another frame is just being sent: then the ERROR is lost. So what
 * is due is noted here, and {@link GuardedSession} sends it before it closes.
 */
public final class ErrorFrames {
    private static final Logger LOG = LoggerFactory.getLogger(ErrorFrames.class);
    private static final byte[] NO_BODY = new byte[0];

    private final Supplier<MessageChannel> outbound;

    /** By connection, as long as that is open; empty if nothing is due. */
    private final Map<String, String> due = new ConcurrentHashMap<>();

    /** @param outbound the channel to the clients; asked for when it is needed first */
    public ErrorFrames(Supplier<MessageChannel> outbound) {
        this.outbound = outbound;
    }

    /** That connection is open from now on. */
    void opened(String sessionId) {
        due.put(sessionId, "");
    }

    /** That connection is closed. */
    void closed(String sessionId) {
        due.remove(sessionId);
    }

    /** @param why for the client's developer: what was expected, what came */
    void send(String sessionId, String why) {
        LOG.warn("session {}: {}", sessionId, why);
        due.computeIfPresent(sessionId, (id, before) -> before.isEmpty() ? why : before);
        StompHeaderAccessor error = error(why);
        error.setSessionId(sessionId);
        outbound.get().send(MessageBuilder.createMessage(NO_BODY, error.getMessageHeaders()));
    }

    /** The frame that is still to be sent on that connection before it is closed; null if none is. It is not due any more. */
    @Nullable
    TextMessage take(String sessionId) {
        String why = due.replace(sessionId, "");
        return why == null || why.isEmpty()
                ? null
                : new TextMessage(new StompEncoder().encode(error(why).getMessageHeaders(), NO_BODY));
    }

    private static StompHeaderAccessor error(String why) {
        StompHeaderAccessor error = StompHeaderAccessor.create(StompCommand.ERROR);
        error.setMessage(why);
        return error;
    }
}
