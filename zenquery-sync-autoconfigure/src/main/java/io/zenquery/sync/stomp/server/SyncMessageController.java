package io.zenquery.sync.stomp.server;

import io.zenquery.sync.protocol.ClientMessage;
import io.zenquery.sync.protocol.ClientMessage.MutationBatch;
import io.zenquery.sync.protocol.ClientMessage.Resume;
import io.zenquery.sync.protocol.ProtocolCodec;
import io.zenquery.sync.protocol.ProtocolException;
import io.zenquery.sync.protocol.ProtocolVersionException;
import io.zenquery.sync.protocol.ServerMessage;
import io.zenquery.sync.protocol.ServerMessage.Ack;
import io.zenquery.sync.protocol.ServerMessage.Problem;
import io.zenquery.sync.protocol.ServerMessage.ProblemCode;
import io.zenquery.sync.protocol.ServerMessage.Rejection;
import io.zenquery.sync.protocol.ServerMessage.Welcome;
import io.zenquery.sync.server.ChannelAccess;
import io.zenquery.sync.server.ClientKey;
import io.zenquery.sync.server.LogUnavailableException;
import io.zenquery.sync.server.SyncServer;
import io.zenquery.sync.stomp.server.ChannelAccessControl.Answer;
import java.security.Principal;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageHeaders;
import org.springframework.messaging.handler.annotation.DestinationVariable;
import org.springframework.messaging.handler.annotation.MessageMapping;
import org.springframework.messaging.simp.SimpAttributes;
import org.springframework.messaging.simp.SimpAttributesContextHolder;
import org.springframework.messaging.simp.SimpMessageHeaderAccessor;
import org.springframework.messaging.simp.SimpMessagingTemplate;
import org.springframework.stereotype.Controller;
import org.springframework.util.MimeType;
import org.springframework.util.MimeTypeUtils;

/**
 * Takes what clients send, hands it to the {@link SyncServer} and sends the answers to the sender alone. Whatever is wrong with a
 * message is answered with a {@link Problem}; the connection goes on.
 */
@Controller
public final class SyncMessageController {
    private static final Logger LOG = LoggerFactory.getLogger(SyncMessageController.class);

    /** What a frame that waits takes beside its body, about. */
    private static final int WAITING_OVERHEAD = 512;

    private final SyncServer server;
    private final SimpMessagingTemplate broker;
    private final ClientSessions sessions;
    private final ChannelAccessControl access;
    private final int mostClients;
    private final FrameSizes sizes;
    private final Executor executor;
    private final UnaryOperator<Runnable> context;
    private final ErrorFrames errors;
    private final int maxWaiting;

    /**
     * @param mostClients as how many clients, over all channels, a connection may resume; from 1
     * @param maxFrameSize bytes in a frame that clients take; an answer to a resume that needs more is replaced by a problem
     * @param executor where messages of different channels on one connection are handled beside each other
     * @param context carries what is bound to the thread of a message over to the executor's
     * @param errors ends connections that send more than is handled
     * @param maxWaiting bytes that may wait there on one connection, with what is being handled
     */
    public SyncMessageController(
            SyncServer server,
            SimpMessagingTemplate broker,
            ClientSessions sessions,
            ChannelAccessControl access,
            int mostClients,
            int maxFrameSize,
            Executor executor,
            UnaryOperator<Runnable> context,
            ErrorFrames errors,
            int maxWaiting) {
        this.server = server;
        this.broker = broker;
        this.sessions = sessions;
        this.access = access;
        this.mostClients = mostClients;
        this.sizes = new FrameSizes(maxFrameSize);
        this.executor = executor;
        this.context = context;
        this.errors = errors;
        this.maxWaiting = maxWaiting;
    }

    /** A client begins, or begins anew. */
    @MessageMapping("/zenquery/{channel}/resume")
    void resume(@DestinationVariable String channel, Message<byte[]> message) {
        answer(channel, message, Resume.class, (session, resume) -> {
            List<ServerMessage> answers = resume(session, channel, resume);
            return answers.stream().allMatch(sizes::fits) ? answers : List.of(tooLarge(channel));
        });
    }

    private Problem tooLarge(String channel) {
        LOG.error(
                "channel {}: a snapshot or delta takes more than a frame of {} bytes: clients can't resume",
                channel,
                sizes.max());
        return new Problem(
                ProblemCode.ANSWER_TOO_LARGE,
                "the state, or a delta that is missing, takes more than a frame of " + sizes.max()
                        + " bytes. Raise zenquery.sync.server.max-frame-size, and zenquery.sync.max-frame-size at the clients",
                null);
    }

    /** A client submits a batch. */
    @MessageMapping("/zenquery/{channel}/mutations")
    void mutations(@DestinationVariable String channel, Message<byte[]> message) {
        answer(channel, message, MutationBatch.class, (session, batch) -> submit(session, channel, batch));
    }

    private List<ServerMessage> resume(ClientSession session, String channel, Resume resume) {
        Principal principal = session.principal();
        String clientId = resume.clientId();
        String unusable = new ClientKey(clientId, resume.clientEpoch()).unusable();
        if (unusable != null) {
            return problem(ProblemCode.MALFORMED, unusable);
        }
        Answer mayRead = access.read(new ChannelAccess(channel, principal, clientId));
        if (mayRead != Answer.YES) {
            return refused(mayRead, "no access to read channel " + channel);
        } else if (!session.hasRoomFor(channel, clientId, mostClients)) {
            return problem(
                    ProblemCode.FORBIDDEN, "expected up to " + mostClients + " clients on a connection, got one more");
        } else if (!access.mayUse(channel, clientId, principal)) {
            return problem(ProblemCode.FORBIDDEN, "client id \"" + clientId + "\" belongs to somebody else");
        }
        List<ServerMessage> answers = server.resume(channel, resume);
        for (ServerMessage answer : answers) {
            if (answer instanceof Welcome welcome) {
                session.resumed(channel, clientId, welcome.fence(), resume.confirmedServerSeq());
            }
        }
        return answers;
    }

    private List<ServerMessage> submit(ClientSession session, String channel, MutationBatch batch) {
        Principal principal = session.principal();
        String clientId = session.clientOf(channel, batch.fence());
        if (clientId == null) {
            return problem(
                    ProblemCode.STALE_FENCE,
                    "expected the fence of the last welcome on this connection, got another. Resume");
        }
        Answer mayWrite = access.write(new ChannelAccess(channel, principal, clientId));
        if (mayWrite != Answer.YES) {
            return refused(mayWrite, "no access to write to channel " + channel);
        }
        List<ServerMessage> answers = server.submit(channel, batch, principal == null ? null : principal.getName());
        session.answered(
                channel,
                clientId,
                batch.baseServerSeq(),
                answers.stream().filter(Ack.class::isInstance).count(),
                answers.stream().filter(Rejection.class::isInstance).count());
        return answers;
    }

    /** Where it is not known whether one may, it is not forbidden for good. */
    private static List<ServerMessage> refused(Answer answer, String why) {
        return answer == Answer.FAILED
                ? problem(ProblemCode.TRY_LATER, "whether there is access is not known at the moment")
                : problem(ProblemCode.FORBIDDEN, why);
    }

    private <T extends ClientMessage> void answer(
            String channel,
            Message<byte[]> message,
            Class<T> type,
            BiFunction<ClientSession, T, List<ServerMessage>> work) {
        String sessionId = sessionId(message.getHeaders());
        ClientSession session = sessions.find(sessionId);
        if (session == null) {
            return; // it is closed, and nobody waits for an answer
        }
        Runnable answer = () -> {
            List<ServerMessage> answers = answers(channel, message, type, content -> work.apply(session, content));
            String destination = SyncDestinations.answers(channel, sessionId);
            sizes.frames(answers).forEach(body -> broker.send(destination, SyncDestinations.message(body, sessionId)));
        };
        Lane lane = session.lane(channel, executor);
        if (lane == null) {
            answer.run();
        } else {
            beside(session, lane, WAITING_OVERHEAD + message.getPayload().length, answer);
        }
    }

    /** In a lane; what waits there is bounded. */
    private void beside(ClientSession session, Lane lane, int size, Runnable answer) {
        if (session.isEnded()) {
            return;
        }
        if (session.reserve(size, maxWaiting)) {
            lane.execute(context.apply(withAttributes(() -> {
                try {
                    answer.run();
                } finally {
                    session.release(size);
                }
            })));
        } else if (session.end()) {
            errors.send(
                    session.id,
                    "expected up to " + maxWaiting + " bytes that wait to be handled on a connection, got more");
        }
    }

    /** With the attributes of the connection, which beans of the scope "websocket" are in. */
    private static Runnable withAttributes(Runnable work) {
        @Nullable SimpAttributes attributes = SimpAttributesContextHolder.getAttributes();
        return () -> {
            SimpAttributesContextHolder.setAttributes(attributes);
            try {
                work.run();
            } finally {
                SimpAttributesContextHolder.resetAttributes();
            }
        };
    }

    private static <T extends ClientMessage> List<ServerMessage> answers(
            String channel, Message<byte[]> message, Class<T> type, Function<T, List<ServerMessage>> work) {
        if (!SyncServer.isChannelName(channel)) {
            return problem(ProblemCode.FORBIDDEN, "expected a channel name of 1 to 64 letters, digits, _ and -");
        }
        MimeType contentType = SimpMessageHeaderAccessor.wrap(message).getContentType();
        if (contentType != null && !MimeTypeUtils.APPLICATION_JSON.isCompatibleWith(contentType)) {
            return problem(
                    ProblemCode.MALFORMED, "expected a message of content type application/json, got " + contentType);
        }
        ClientMessage content;
        try {
            content = ProtocolCodec.decodeClient(message.getPayload());
        } catch (ProtocolVersionException e) {
            return problem(ProblemCode.WRONG_VERSION, e.getMessage() + ". Update the older side");
        } catch (ProtocolException e) {
            LOG.debug("channel {}: malformed message", channel, e);
            return problem(ProblemCode.MALFORMED, String.valueOf(e.getMessage()));
        }
        if (!type.isInstance(content)) {
            return problem(
                    ProblemCode.MALFORMED,
                    "expected a " + type.getSimpleName() + " at this destination, got a "
                            + content.getClass().getSimpleName());
        }
        try {
            return work.apply(type.cast(content)).stream()
                    .map(answer -> answer instanceof Problem problem ? problem.with(content) : answer)
                    .toList();
        } catch (LogUnavailableException e) {
            LOG.warn("channel {}: the store is unavailable, a client is told to try again later", channel, e);
            return List.of(new Problem(ProblemCode.TRY_LATER, "the server can't reach its store", null).with(content));
        } catch (RuntimeException e) {
            LOG.error("channel {}: {} failed", channel, type.getSimpleName(), e);
            return List.of(new Problem(ProblemCode.INTERNAL, "the server failed", null).with(content));
        }
    }

    private static List<ServerMessage> problem(ProblemCode code, String message) {
        return List.of(new Problem(code, message, null));
    }

    private static String sessionId(MessageHeaders headers) {
        @Nullable String sessionId = SimpMessageHeaderAccessor.getSessionId(headers);
        if (sessionId == null) {
            throw new IllegalArgumentException("expected a message of a STOMP session, got one without a session");
        }
        return sessionId;
    }
}
