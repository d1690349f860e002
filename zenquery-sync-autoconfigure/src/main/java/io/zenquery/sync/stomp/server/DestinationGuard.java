package io.zenquery.sync.stomp.server;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageChannel;
import org.springframework.messaging.simp.SimpMessageHeaderAccessor;
import org.springframework.messaging.simp.SimpMessageType;
import org.springframework.messaging.simp.stomp.StompCommand;
import org.springframework.messaging.simp.stomp.StompHeaderAccessor;
import org.springframework.messaging.support.ChannelInterceptor;
import org.springframework.messaging.support.MessageBuilder;

/**
 * Refuses what would pass the server by: sending to the broker's destinations, and listening to another connection's answers.
 * The frame is dropped; the client gets an ERROR frame and, as STOMP 1.2 has it, loses the connection.
 */
public final class DestinationGuard implements ChannelInterceptor {
    private static final Logger LOG = LoggerFactory.getLogger(DestinationGuard.class);

    private final Supplier<MessageChannel> outbound;
    private final boolean ownBroker;

    /**
     * @param outbound the channel to the clients; asked for when it is needed first
     * @param ownBroker whether the broker is here for this library: then clients may send to the application alone. Else only the
     *     destinations of this library are guarded
     */
    public DestinationGuard(Supplier<MessageChannel> outbound, boolean ownBroker) {
        this.outbound = outbound;
        this.ownBroker = ownBroker;
    }

    @Override
    public @Nullable Message<?> preSend(Message<?> message, MessageChannel channel) {
        SimpMessageType type = SimpMessageHeaderAccessor.getMessageType(message.getHeaders());
        String destination = SimpMessageHeaderAccessor.getDestination(message.getHeaders());
        if (destination == null) {
            return message;
        }
        String refusal = null;
        if (type == SimpMessageType.MESSAGE && !maySend(destination)) {
            refusal = "expected a destination below " + SyncDestinations.APPLICATION_PREFIX + ", got " + destination
                    + ": clients can't send to the broker";
        } else if (type == SimpMessageType.SUBSCRIBE && !maySubscribe(destination)) {
            refusal = "expected a topic or a destination below /user, without a pattern, got " + destination;
        }
        if (refusal == null) {
            return message;
        }
        refuse(message, refusal);
        return null;
    }

    private boolean maySend(String destination) {
        if (ownBroker) {
            return destination.startsWith(SyncDestinations.APPLICATION_PREFIX + "/");
        }
        return !destination.startsWith(SyncDestinations.topic(""))
                && !destination.contains(SyncDestinations.QUEUE_PREFIX + "/zenquery.");
    }

    /** The simple broker takes patterns: one could match the answers to others. */
    private boolean maySubscribe(String destination) {
        boolean pattern = destination.chars().anyMatch(c -> c == '*' || c == '?' || c == '{');
        String forbidden =
                ownBroker ? SyncDestinations.QUEUE_PREFIX + "/" : SyncDestinations.QUEUE_PREFIX + "/zenquery.";
        return !destination.startsWith(forbidden)
                && !(pattern && (ownBroker || !destination.startsWith(SyncDestinations.TOPIC_PREFIX + "/")));
    }

    private void refuse(Message<?> message, String refusal) {
        String sessionId = SimpMessageHeaderAccessor.getSessionId(message.getHeaders());
        LOG.warn("session {}: {}", sessionId, refusal);
        StompHeaderAccessor error = StompHeaderAccessor.create(StompCommand.ERROR);
        error.setSessionId(sessionId);
        error.setMessage(refusal);
        outbound.get().send(MessageBuilder.createMessage(new byte[0], error.getMessageHeaders()));
    }
}
