package io.zenquery.sync.actuate.server;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.zenquery.sync.stomp.server.ClientSessions;
import io.zenquery.sync.stomp.server.SyncDestinations;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageChannel;
import org.springframework.messaging.simp.SimpMessageHeaderAccessor;
import org.springframework.messaging.simp.SimpMessageType;
import org.springframework.messaging.support.ChannelInterceptor;
import org.springframework.messaging.support.InterceptableChannel;

/** The meters of who listens to a server, and of what they are sent. Thread-safe. */
public final class FanOutMeters implements ChannelInterceptor {
    private final MeterRegistry registry;
    private final ChannelTags tags;
    private final ClientSessions sessions;
    private final Map<Tag, Counter> deliveries = new ConcurrentHashMap<>();

    /**
     * Registers the meters, which count from now on.
     *
     * @param meters the other meters of the same server
     * @param outbound the channel to the clients
     */
    public FanOutMeters(
            MeterRegistry registry, ServerMeters meters, ClientSessions sessions, InterceptableChannel outbound) {
        this.registry = registry;
        this.tags = meters.tags();
        this.sessions = sessions;
        Gauge.builder(ServerMeters.PREFIX + "connections", sessions, ClientSessions::size)
                .description("Connections that are open")
                .register(registry);
        subscribers(Tag.of("channel", ChannelTags.OTHER));
        outbound.addInterceptor(this);
    }

    /** Counts what goes to one connection because it listens to a channel: a delta, or how far the log is. */
    @Override
    public Message<?> preSend(Message<?> message, MessageChannel channel) {
        if (SimpMessageHeaderAccessor.getMessageType(message.getHeaders()) == SimpMessageType.MESSAGE) {
            String destination = SimpMessageHeaderAccessor.getDestination(message.getHeaders());
            String name = destination == null ? null : SyncDestinations.channelOfTopic(destination);
            if (name != null) {
                deliveries.computeIfAbsent(tags.of(name), this::counter).increment();
            }
        }
        return message;
    }

    private Counter counter(Tag tag) {
        if (!tag.getValue().equals(ChannelTags.OTHER)) {
            subscribers(tag);
        }
        return Counter.builder(ServerMeters.PREFIX + "deliveries")
                .tags(Tags.of(tag))
                .description("Messages of channels, deltas and how far the log is, each to one connection that listens")
                .register(registry);
    }

    private void subscribers(Tag tag) {
        Gauge.builder(ServerMeters.PREFIX + "subscribers", () -> count(tag.getValue()))
                .tags(Tags.of(tag))
                .description("Connections to this node that listen, once per channel")
                .register(registry);
    }

    private int count(String tag) {
        Map<String, Integer> subscribers = sessions.subscribers();
        if (!tag.equals(ChannelTags.OTHER)) {
            return subscribers.getOrDefault(tag, 0);
        }
        Set<String> named = tags.named();
        return subscribers.entrySet().stream()
                .filter(entry -> !named.contains(entry.getKey()))
                .mapToInt(Map.Entry::getValue)
                .sum();
    }
}
