package io.zenquery.sync.stomp.server;

import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.messaging.MessageChannel;
import org.springframework.messaging.simp.stomp.StompCommand;
import org.springframework.messaging.simp.stomp.StompHeaderAccessor;
import org.springframework.messaging.support.MessageBuilder;

/** Ends connections, and says why: with an ERROR frame, after which the server closes, as STOMP 1.2 has it. Thread-safe. */
public final class ErrorFrames {
    private static final Logger LOG = LoggerFactory.getLogger(ErrorFrames.class);

    private final Supplier<MessageChannel> outbound;

    /** @param outbound the channel to the clients; asked for when it is needed first */
    public ErrorFrames(Supplier<MessageChannel> outbound) {
        this.outbound = outbound;
    }

    /** @param why for the client's developer: what was expected, what came */
    void send(String sessionId, String why) {
        LOG.warn("session {}: {}", sessionId, why);
        StompHeaderAccessor error = StompHeaderAccessor.create(StompCommand.ERROR);
        error.setSessionId(sessionId);
        error.setMessage(why);
        error.setLeaveMutable(true); // it waits for its turn behind what was sent before
        outbound.get().send(MessageBuilder.createMessage(new byte[0], error.getMessageHeaders()));
    }
}
