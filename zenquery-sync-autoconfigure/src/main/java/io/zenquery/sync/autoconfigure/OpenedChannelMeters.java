package io.zenquery.sync.autoconfigure;

import io.micrometer.core.instrument.MeterRegistry;
import io.zenquery.sync.actuate.client.ClientChannel;
import io.zenquery.sync.actuate.client.ClientMeters;
import io.zenquery.sync.actuate.client.TrafficMeters;
import io.zenquery.sync.session.SessionListener;
import io.zenquery.sync.spring.SyncChannel;
import io.zenquery.sync.spring.SyncChannelListener;
import io.zenquery.sync.spring.SyncSessionListenerFactory;
import io.zenquery.sync.spring.event.SyncEvent;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.core.env.Environment;

/** The meters of the channels that are no beans, from when they are opened. */
final class OpenedChannelMeters implements SyncSessionListenerFactory, SyncChannelListener, ChannelRecords {
    private final MeterRegistry registry;
    private final ClientChannels channels;
    private final SharedParts shared;
    private final Environment environment;
    private final Set<String> measured = ConcurrentHashMap.newKeySet();

    OpenedChannelMeters(MeterRegistry registry, ClientChannels channels, SharedParts shared, Environment environment) {
        this.registry = registry;
        this.channels = channels;
        this.shared = shared;
        this.environment = environment;
    }

    @Override
    public SessionListener listener(String connection, String channel) {
        String name = ClientChannels.name(connection, channel);
        return channels.isBean(name) ? new SessionListener() {} : new TrafficMeters(registry, name);
    }

    @Override
    public void opened(SyncChannel channel) {
        ClientChannel client = channels.opened(ClientChannels.name(channel.connection(), channel.name()));
        if (client != null && measured.add(client.name())) {
            NamedStrategies strategies = channel.connection().equals(SyncEvent.DEFAULT_CONNECTION)
                    ? shared.strategies()
                    : shared.strategies(NamedConnections.bind(channel.connection(), environment));
            new ClientMeters(registry, client, channel.coordinator(), strategies::nameOf);
        }
    }

    @Override
    public void forget(String connection, String channel) {
        String name = ClientChannels.name(connection, channel);
        measured.remove(name);
        ClientMeters.remove(registry, name);
    }
}
