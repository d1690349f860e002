package io.zenquery.sync.stomp.server;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageChannel;
import org.springframework.messaging.simp.SimpMessageHeaderAccessor;
import org.springframework.messaging.simp.SimpMessageType;
import org.springframework.messaging.support.ChannelInterceptor;
import org.springframework.web.util.UriUtils;

/**
 * Refuses what would pass the server by: sending to the broker's destinations, and listening to another connection's answers, or to deltas
 * under any name but that of their channel. The frame is dropped and the connection ended.
 */
public final class DestinationGuard implements ChannelInterceptor {
    /** What our destinations have in common, however a broker writes the rest. */
    private static final String OURS = "zenquery.";

    private static final String USER_QUEUE = "/user" + SyncDestinations.QUEUE_PREFIX + "/";

    private final ErrorFrames errors;
    private final boolean ownBroker;

    /**
     * @param ownBroker whether the broker is here for this library: then clients may send to the application alone, and there are no
     *     patterns. Else only the destinations of this library are guarded
     */
    public DestinationGuard(ErrorFrames errors, boolean ownBroker) {
        this.errors = errors;
        this.ownBroker = ownBroker;
    }

    @Override
    public @Nullable Message<?> preSend(Message<?> message, MessageChannel channel) {
        SimpMessageType type = SimpMessageHeaderAccessor.getMessageType(message.getHeaders());
        String destination = SimpMessageHeaderAccessor.getDestination(message.getHeaders());
        String sessionId = SimpMessageHeaderAccessor.getSessionId(message.getHeaders());
        if (destination == null || sessionId == null) {
            return message;
        }
        if (type == SimpMessageType.MESSAGE && !maySend(destination)) {
            errors.send(
                    sessionId,
                    "expected a destination below " + SyncDestinations.APPLICATION_PREFIX + ", got "
                            + shown(destination) + ": clients can't send to the broker");
            return null;
        } else if (type == SimpMessageType.SUBSCRIBE && !maySubscribe(destination)) {
            errors.send(
                    sessionId,
                    "expected a topic or a destination below /user/queue, without a pattern, got "
                            + shown(destination));
            return null;
        }
        return message;
    }

    private boolean maySend(String destination) {
        if (destination.startsWith(SyncDestinations.APPLICATION_PREFIX + "/")) {
            return true;
        }
        return !ownBroker && !mentionsOurs(destination);
    }

    private boolean maySubscribe(String destination) {
        if (SyncDestinations.channelOfTopic(destination) != null || SyncDestinations.isForAnswers(destination)) {
            return true;
        } else if (mentionsOurs(destination)) {
            return false;
        }
        int pattern = firstOfPattern(destination);
        if (ownBroker) {
            return pattern < 0 && !destination.startsWith(SyncDestinations.QUEUE_PREFIX + "/");
        }
        String literal = pattern < 0 ? destination : destination.substring(0, pattern);
        return pattern < 0
                || !(mayBecome(literal, SyncDestinations.topic(""))
                        || mayBecome(literal, SyncDestinations.QUEUE_PREFIX + "/" + OURS)
                        || mayBecome(literal, USER_QUEUE + OURS)
                        || literal.startsWith("/exchange") // RabbitMQ has all topics there, under other names
                        || literal.startsWith("/amq"));
    }

    /** Brokers decode, or do not: in either reading. */
    private static boolean mentionsOurs(String destination) {
        String lower = destination.toLowerCase(Locale.ROOT);
        return lower.contains(OURS)
                || UriUtils.decode(lower.replaceAll("%(?![0-9a-f]{2})", "%25"), StandardCharsets.UTF_8)
                        .contains(OURS);
    }

    /** Where the pattern of any of the usual brokers begins; below 0 if nowhere. A comma joins several destinations in one. */
    private static int firstOfPattern(String destination) {
        for (int i = 0; i < destination.length(); i++) {
            if ("*?{#>,;".indexOf(destination.charAt(i)) >= 0) {
                return i;
            }
        }
        return -1;
    }

    private static boolean mayBecome(String literal, String ours) {
        return literal.startsWith(ours) || ours.startsWith(literal);
    }

    private static String shown(String destination) {
        return destination.length() > 200 ? destination.substring(0, 200) + "..." : destination;
    }
}
