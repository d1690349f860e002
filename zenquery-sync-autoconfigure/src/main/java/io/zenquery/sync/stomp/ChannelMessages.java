package io.zenquery.sync.stomp;

import io.zenquery.sync.protocol.ProtocolException;
import java.lang.reflect.Type;
import org.jspecify.annotations.Nullable;
import org.springframework.messaging.simp.stomp.StompFrameHandler;
import org.springframework.messaging.simp.stomp.StompHeaders;
import org.springframework.util.MimeType;
import org.springframework.util.MimeTypeUtils;

/** Hands what comes on the subscriptions of a channel to it. Bodies are taken as bytes: Spring's converters know nothing of our messages. */
record ChannelMessages(StompChannel channel) implements StompFrameHandler {

    @Override
    public Type getPayloadType(StompHeaders headers) {
        return byte[].class;
    }

    @Override
    public void handleFrame(StompHeaders headers, @Nullable Object payload) {
        MimeType type = headers.getContentType();
        if (type == null || MimeTypeUtils.APPLICATION_JSON.isCompatibleWith(type)) {
            channel.received(payload == null ? new byte[0] : (byte[]) payload);
        } else {
            channel.malformed(
                    new ProtocolException("expected a message of content type application/json, got " + type));
        }
    }
}
