package io.zenquery.sync.stomp.server;

import io.zenquery.sync.protocol.ProtocolCodec;
import io.zenquery.sync.protocol.ServerMessage;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.messaging.Message;
import org.springframework.messaging.simp.SimpMessageHeaderAccessor;
import org.springframework.messaging.simp.SimpMessageType;
import org.springframework.messaging.support.MessageBuilder;
import org.springframework.util.MimeTypeUtils;

/** The destinations of the protocol, and messages in its form. */
public final class SyncDestinations {
    /** What the destinations that clients send to begin with. */
    public static final String APPLICATION_PREFIX = "/app";

    /** What the destinations of deltas begin with. */
    public static final String TOPIC_PREFIX = "/topic";

    /** What the destinations of answers begin with, after the user's part. */
    public static final String QUEUE_PREFIX = "/queue";

    private static final Pattern TOPIC = Pattern.compile("/topic/zenquery\\.([A-Za-z0-9_-]{1,64})");
    private static final Pattern ANSWERS = Pattern.compile("/user/queue/zenquery\\.([A-Za-z0-9_-]{1,64})");

    private static final Pattern SEND = Pattern.compile("/app/zenquery/([A-Za-z0-9_-]{1,64})/[a-z]+");

    private SyncDestinations() {}

    /** The channel to which a client sends there; null for another destination. */
    static @Nullable String channelOfSend(String destination) {
        Matcher send = SEND.matcher(destination);
        return send.matches() ? send.group(1) : null;
    }

    /** The channel whose deltas go there; null for another destination. */
    public static @Nullable String channelOfTopic(String destination) {
        Matcher topic = TOPIC.matcher(destination);
        return topic.matches() ? topic.group(1) : null;
    }

    /** The channel whose deltas, or answers, a client subscribes to there; null for another destination. */
    static @Nullable String channelOf(String destination) {
        Matcher answers = ANSWERS.matcher(destination);
        return answers.matches() ? answers.group(1) : channelOfTopic(destination);
    }

    /** Whether a client subscribes there for the answers to it. */
    static boolean isForAnswers(String destination) {
        return ANSWERS.matcher(destination).matches();
    }

    /** Where the deltas of a channel go. */
    public static String topic(String channel) {
        return TOPIC_PREFIX + "/zenquery." + channel;
    }

    /** Where the answers to one connection go; its client subscribes to {@code /user/queue/zenquery.<channel>}. */
    static String answers(String channel, String sessionId) {
        // Spring takes the session's id for a user's name: so the answer finds its connection with and without a login.
        return "/user/" + sessionId + QUEUE_PREFIX + "/zenquery." + channel;
    }

    static Message<byte[]> message(ServerMessage content, @Nullable String sessionId) {
        return message(ProtocolCodec.encode(content), sessionId);
    }

    static Message<byte[]> message(byte[] body, @Nullable String sessionId) {
        SimpMessageHeaderAccessor headers = SimpMessageHeaderAccessor.create(SimpMessageType.MESSAGE);
        if (sessionId != null) {
            headers.setSessionId(sessionId);
        }
        headers.setContentType(MimeTypeUtils.APPLICATION_JSON);
        headers.setLeaveMutable(true); // the template adds the destination
        return MessageBuilder.createMessage(body, headers.getMessageHeaders());
    }
}
