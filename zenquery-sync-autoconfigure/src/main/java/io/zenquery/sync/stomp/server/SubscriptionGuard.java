package io.zenquery.sync.stomp.server;

import io.zenquery.sync.protocol.ServerMessage.ProblemCode;
import io.zenquery.sync.server.ChannelAccess;
import org.jspecify.annotations.Nullable;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageChannel;
import org.springframework.messaging.simp.SimpMessageHeaderAccessor;
import org.springframework.messaging.simp.SimpMessageType;
import org.springframework.messaging.simp.stomp.StompCommand;
import org.springframework.messaging.simp.stomp.StompHeaderAccessor;
import org.springframework.messaging.support.ChannelInterceptor;

/**
 * Keeps the books about connections, and refuses subscriptions: more than there may be, or to a channel that the client may not read. The
 * latter is dropped, with a problem among the answers; other channels on the connection go on.
 */
public final class SubscriptionGuard implements ChannelInterceptor {
    private final ClientSessions sessions;
    private final ChannelAccessControl access;
    private final ProblemSender problems;
    private final ErrorFrames errors;
    private final int most;
    private final boolean ownBroker;

    /**
     * @param most subscriptions on one connection; from 1
     * @param ownBroker whether the broker is here for this library; else only subscriptions to its destinations count
     */
    public SubscriptionGuard(
            ClientSessions sessions,
            ChannelAccessControl access,
            ProblemSender problems,
            ErrorFrames errors,
            int most,
            boolean ownBroker) {
        this.sessions = sessions;
        this.access = access;
        this.problems = problems;
        this.errors = errors;
        this.most = most;
        this.ownBroker = ownBroker;
    }

    @Override
    public @Nullable Message<?> preSend(Message<?> message, MessageChannel channel) {
        String sessionId = SimpMessageHeaderAccessor.getSessionId(message.getHeaders());
        SimpMessageType type = SimpMessageHeaderAccessor.getMessageType(message.getHeaders());
        if (sessionId == null || type == null || type == SimpMessageType.HEARTBEAT) {
            return message;
        } else if (type == SimpMessageType.DISCONNECT) {
            sessions.close(sessionId);
            return message;
        }
        ClientSession session = type == SimpMessageType.CONNECT ? sessions.open(sessionId) : sessions.find(sessionId);
        if (session == null) {
            errors.send(sessionId, "expected CONNECT before any other frame, got " + command(message));
            return null;
        } else if (session.isEnded()) {
            return null;
        }
        session.seen(SimpMessageHeaderAccessor.getUser(message.getHeaders()));
        return passes(session, type, message) ? message : null;
    }

    private boolean passes(ClientSession session, SimpMessageType type, Message<?> message) {
        String subscription = SimpMessageHeaderAccessor.getSubscriptionId(message.getHeaders());
        String destination = SimpMessageHeaderAccessor.getDestination(message.getHeaders());
        if (type == SimpMessageType.UNSUBSCRIBE && subscription != null) {
            session.unsubscribe(subscription);
        } else if (type == SimpMessageType.SUBSCRIBE && subscription != null && destination != null) {
            return maySubscribe(session, subscription, destination);
        }
        return true;
    }

    private boolean maySubscribe(ClientSession session, String subscription, String destination) {
        String channel = SyncDestinations.channelOfTopic(destination);
        if (channel != null) {
            ChannelAccess wanted = new ChannelAccess(channel, session.principal(), session.clientIn(channel));
            if (access.read(wanted) != ChannelAccessControl.Answer.YES) {
                problems.send(session.id, channel, ProblemCode.FORBIDDEN, "no access to read channel " + channel);
                return false;
            }
        }
        boolean counts = ownBroker || channel != null || SyncDestinations.isForAnswers(destination);
        if (counts && !session.subscribe(subscription, destination, most)) {
            session.end();
            errors.send(session.id, "expected up to " + most + " subscriptions on a connection, got one more");
            return false;
        }
        return true;
    }

    private static String command(Message<?> message) {
        StompCommand command = StompHeaderAccessor.wrap(message).getCommand();
        return command == null ? "another" : command.name();
    }
}
