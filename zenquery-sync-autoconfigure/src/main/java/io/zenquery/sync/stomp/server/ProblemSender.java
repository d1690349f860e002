package io.zenquery.sync.stomp.server;

import io.zenquery.sync.protocol.ServerMessage;
import io.zenquery.sync.protocol.ServerMessage.Problem;
import io.zenquery.sync.protocol.ServerMessage.ProblemCode;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.messaging.simp.SimpMessagingTemplate;

/** Sends problems that are no answer to a message. Thread-safe. */
public final class ProblemSender {
    private static final Logger LOG = LoggerFactory.getLogger(ProblemSender.class);

    private final Supplier<SimpMessagingTemplate> broker;

    /** @param broker asked for when it is needed first */
    public ProblemSender(Supplier<SimpMessagingTemplate> broker) {
        this.broker = broker;
    }

    /** To one connection, among the answers on that channel; lost if it does not listen to them. */
    void send(String sessionId, String channel, ProblemCode code, String message) {
        LOG.info("session {}: {}: {}", sessionId, code, message);
        ServerMessage problem = new Problem(code, message, null);
        broker.get().send(SyncDestinations.answers(channel, sessionId), SyncDestinations.message(problem, sessionId));
    }
}
