package io.zenquery.sync.stomp.server;

import io.zenquery.sync.protocol.ClientMessage;
import io.zenquery.sync.protocol.ClientMessage.MutationBatch;
import io.zenquery.sync.protocol.ClientMessage.Resume;
import io.zenquery.sync.protocol.ProtocolCodec;
import io.zenquery.sync.protocol.ProtocolException;
import io.zenquery.sync.protocol.ProtocolVersionException;
import io.zenquery.sync.protocol.ServerMessage;
import io.zenquery.sync.protocol.ServerMessage.Problem;
import io.zenquery.sync.protocol.ServerMessage.ProblemCode;
import io.zenquery.sync.server.SyncServer;
import java.security.Principal;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageHeaders;
import org.springframework.messaging.handler.annotation.DestinationVariable;
import org.springframework.messaging.handler.annotation.MessageMapping;
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

    private final SyncServer server;
    /** What a STOMP frame has beside its body, generously. */
    private static final int FRAME_OVERHEAD = 512;

    private final SimpMessagingTemplate broker;
    private final int maxFrameSize;

    /** @param maxFrameSize bytes in a frame that clients take; an answer to a resume that needs more is replaced by a problem */
    public SyncMessageController(SyncServer server, SimpMessagingTemplate broker, int maxFrameSize) {
        this.server = server;
        this.broker = broker;
        this.maxFrameSize = maxFrameSize;
    }

    /** A client begins, or begins anew. */
    @MessageMapping("/zenquery/{channel}/resume")
    void resume(@DestinationVariable String channel, Message<byte[]> message) {
        answer(channel, message, Resume.class, resume -> {
            List<ServerMessage> answers = server.resume(channel, resume);
            return answers.stream().allMatch(this::fits)
                    ? answers
                    : List.of(tooLarge(channel).with(resume));
        });
    }

    private boolean fits(ServerMessage answer) {
        return ProtocolCodec.encode(answer).length <= maxFrameSize - FRAME_OVERHEAD;
    }

    private Problem tooLarge(String channel) {
        LOG.error(
                "channel {}: a snapshot or delta takes more than a frame of {} bytes: clients can't resume",
                channel,
                maxFrameSize);
        return new Problem(
                ProblemCode.ANSWER_TOO_LARGE,
                "the state, or a delta that is missing, takes more than a frame of " + maxFrameSize
                        + " bytes. Raise zenquery.sync.server.max-frame-size, and zenquery.sync.max-frame-size at the clients",
                null);
    }

    /** A client submits a batch. */
    @MessageMapping("/zenquery/{channel}/mutations")
    void mutations(@DestinationVariable String channel, Message<byte[]> message) {
        Principal user = SimpMessageHeaderAccessor.getUser(message.getHeaders());
        String principal = user == null ? null : user.getName();
        answer(channel, message, MutationBatch.class, batch -> server.submit(channel, batch, principal));
    }

    private <T extends ClientMessage> void answer(
            String channel, Message<byte[]> message, Class<T> type, Function<T, List<ServerMessage>> work) {
        String sessionId = sessionId(message.getHeaders());
        List<ServerMessage> answers = answers(channel, message, type, work);
        String destination = SyncDestinations.answers(channel, sessionId);
        answers.forEach(answer -> broker.send(destination, SyncDestinations.message(answer, sessionId)));
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
            return work.apply(type.cast(content));
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
