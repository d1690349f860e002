package io.zenquery.sync.e2e;

import java.nio.charset.StandardCharsets;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageChannel;
import org.springframework.messaging.simp.SimpMessageHeaderAccessor;
import org.springframework.messaging.simp.SimpMessageType;
import org.springframework.messaging.simp.config.ChannelRegistration;
import org.springframework.messaging.support.ChannelInterceptor;
import org.springframework.messaging.support.MessageBuilder;
import org.springframework.util.MimeTypeUtils;
import org.springframework.web.socket.config.annotation.WebSocketMessageBrokerConfigurer;

/** The frames of a server's clients, in both directions: noted, and made what the test wants them to be. */
final class Frames implements WebSocketMessageBrokerConfigurer {
    /** What the clients sent, as it came in. */
    final Queue<Frame> sent = new ConcurrentLinkedQueue<>();

    volatile UnaryOperator<Frame> fromClients = UnaryOperator.identity();
    volatile UnaryOperator<Frame> toClients = UnaryOperator.identity();

    record Frame(String destination, String contentType, String body) {
        Frame withBody(String value) {
            return new Frame(destination, contentType, value);
        }

        Frame withContentType(String value) {
            return new Frame(destination, value, body);
        }

        boolean isOf(String type) {
            return body.contains("\"type\":\"" + type + "\"");
        }
    }

    long sentOf(String type) {
        return sent.stream().filter(frame -> frame.isOf(type)).count();
    }

    @Override
    public void configureClientInboundChannel(ChannelRegistration registration) {
        registration.interceptors(new Interceptor() {
            @Override
            Frame pass(Frame frame) {
                sent.add(frame);
                return fromClients.apply(frame);
            }
        });
    }

    @Override
    public void configureClientOutboundChannel(ChannelRegistration registration) {
        registration.interceptors(new Interceptor() {
            @Override
            Frame pass(Frame frame) {
                return toClients.apply(frame);
            }
        });
    }

    private abstract static class Interceptor implements ChannelInterceptor {
        abstract Frame pass(Frame frame);

        @Override
        public @Nullable Message<?> preSend(Message<?> message, MessageChannel channel) {
            SimpMessageHeaderAccessor headers = SimpMessageHeaderAccessor.wrap(message);
            if (headers.getMessageType() != SimpMessageType.MESSAGE || headers.getDestination() == null) {
                return message;
            }
            Frame frame = new Frame(
                    headers.getDestination(),
                    String.valueOf(headers.getContentType()),
                    new String((byte[]) message.getPayload(), StandardCharsets.UTF_8));
            Frame passed = pass(frame);
            if (passed.equals(frame)) {
                return message;
            }
            headers.setContentType(MimeTypeUtils.parseMimeType(passed.contentType()));
            headers.setNativeHeader("content-type", passed.contentType());
            headers.removeNativeHeader("content-length");
            return MessageBuilder.createMessage(
                    passed.body().getBytes(StandardCharsets.UTF_8), headers.getMessageHeaders());
        }
    }
}
