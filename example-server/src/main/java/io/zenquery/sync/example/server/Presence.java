package io.zenquery.sync.example.server;

import io.zenquery.sync.protocol.ClientMessage.Resume;
import io.zenquery.sync.protocol.ProtocolCodec;
import io.zenquery.sync.protocol.ProtocolException;
import io.zenquery.sync.protocol.ServerMessage.Head;
import io.zenquery.sync.server.SyncServer;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.event.EventListener;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageChannel;
import org.springframework.messaging.MessageHandler;
import org.springframework.messaging.simp.SimpMessageHeaderAccessor;
import org.springframework.messaging.simp.SimpMessagingTemplate;
import org.springframework.messaging.simp.annotation.support.SimpAnnotationMethodMessageHandler;
import org.springframework.messaging.support.ExecutorChannelInterceptor;
import org.springframework.stereotype.Component;
import org.springframework.web.socket.messaging.SessionDisconnectEvent;

/**
 * Which clients of the board are connected, as far as this server has seen since it started. It looks at what clients send when it has
 * been dealt with, and says at {@link #TOPIC} that there is something new to ask for.
 */
@Component
class Presence implements ExecutorChannelInterceptor {
    static final String TOPIC = "/topic/board-clients";
    private static final String ADDRESS = "/app/zenquery/" + BoardController.CHANNEL;
    private static final Logger log = LoggerFactory.getLogger(Presence.class);

    private final ObjectProvider<SyncServer> server;
    private final ObjectProvider<SimpMessagingTemplate> broker;
    private final InstantSource clock;
    private final Map<String, Seen> clients = new ConcurrentHashMap<>();

    // Looked up late: the broker is made with its interceptors.
    Presence(ObjectProvider<SyncServer> server, ObjectProvider<SimpMessagingTemplate> broker, InstantSource clock) {
        this.server = server;
        this.broker = broker;
        this.clock = clock;
    }

    /**
     * A client.
     *
     * @param session its connection, or its last one
     * @param since when it came, or went
     * @param leftAt the last delta when it went; null while it is there
     */
    record Seen(String session, Instant since, @Nullable Long leftAt) {
        boolean connected() {
            return leftAt == null;
        }
    }

    Map<String, Seen> clients() {
        return Map.copyOf(clients);
    }

    @Override
    public void afterMessageHandled(
            Message<?> message, MessageChannel channel, MessageHandler handler, @Nullable Exception failure) {
        String destination = SimpMessageHeaderAccessor.getDestination(message.getHeaders());
        if (destination == null
                || !destination.startsWith(ADDRESS + "/")
                || !(handler instanceof SimpAnnotationMethodMessageHandler)) {
            return;
        }
        String session = SimpMessageHeaderAccessor.getSessionId(message.getHeaders());
        String clientId = destination.equals(ADDRESS + "/resume") ? clientOf(message) : null;
        if (session != null && clientId != null) {
            clients.put(clientId, new Seen(session, clock.instant(), null));
        }
        changed();
    }

    private static @Nullable String clientOf(Message<?> message) {
        try {
            return message.getPayload() instanceof byte[] bytes
                            && ProtocolCodec.decodeClient(bytes) instanceof Resume resume
                    ? resume.clientId()
                    : null;
        } catch (ProtocolException e) {
            log.debug("not a message of the protocol; the sender was told", e);
            return null;
        }
    }

    @EventListener
    void on(SessionDisconnectEvent event) {
        Head head = server.getObject().heads().get(BoardController.CHANNEL);
        long last = head == null ? 0 : head.serverSeq();
        clients.replaceAll(
                (clientId, seen) -> seen.connected() && seen.session().equals(event.getSessionId())
                        ? new Seen(seen.session(), clock.instant(), last)
                        : seen);
        changed();
    }

    /** Something about the clients has changed. */
    void changed() {
        broker.getObject().convertAndSend(TOPIC, "{}");
    }
}
