package io.zenquery.sync.autoconfigure;

import io.zenquery.sync.actuate.client.ClientChannel;
import io.zenquery.sync.actuate.client.ConnectionHistory;
import io.zenquery.sync.session.SessionListener;
import io.zenquery.sync.spring.SyncChannel;
import io.zenquery.sync.spring.SyncChannelListener;
import io.zenquery.sync.spring.SyncSessionListenerFactory;
import io.zenquery.sync.spring.event.SyncEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/**
 * All channels of the client, for those who report them: beans, as the default channel's is, and others as they are opened. Thread-safe.
 */
@Order(Ordered.HIGHEST_PRECEDENCE) // before those who look up here what was opened
final class ClientChannels implements SyncSessionListenerFactory, SyncChannelListener, ChannelRecords {
    private final SharedParts shared;
    private final ObjectProvider<ClientChannel> beans;
    private final @Nullable String defaultChannel;
    private final Map<String, ConnectionHistory> histories = new ConcurrentHashMap<>();
    private final Map<String, ClientChannel> opened = new ConcurrentSkipListMap<>();

    /** @param defaultChannel the one that is reported by a bean; null if there is none */
    ClientChannels(SharedParts shared, ObjectProvider<ClientChannel> beans, @Nullable String defaultChannel) {
        this.shared = shared;
        this.beans = beans;
        this.defaultChannel = defaultChannel;
    }

    /** The channel's name alone on the default connection, with that of its connection on others: no two have the same. */
    static String name(String connection, String channel) {
        return connection.equals(SyncEvent.DEFAULT_CONNECTION) ? channel : connection + "." + channel;
    }

    /** The beans first. */
    List<ClientChannel> all() {
        List<ClientChannel> all = new ArrayList<>(beans.orderedStream().toList());
        all.addAll(opened.values());
        return all;
    }

    /** A channel that is no bean; null if there is none of that name. */
    @Nullable
    ClientChannel opened(String name) {
        return opened.get(name);
    }

    /** Whether that channel is reported by a bean. */
    boolean isBean(String name) {
        return name.equals(defaultChannel);
    }

    @Override
    public SessionListener listener(String connection, String channel) {
        String name = name(connection, channel);
        if (isBean(name)) {
            return new SessionListener() {};
        }
        ConnectionHistory history = new ConnectionHistory(shared.clock());
        histories.put(name, history);
        return history;
    }

    @Override
    public void opened(SyncChannel channel) {
        String name = name(channel.connection(), channel.name());
        ConnectionHistory history = histories.remove(name);
        if (history != null) {
            opened.put(
                    name,
                    new ClientChannel(
                            name,
                            channel.session(),
                            channel.coordinator(),
                            history,
                            shared.clock(),
                            clientSeq -> shared.observations().retry(channel.name(), channel.session(), clientSeq)));
        }
    }

    @Override
    public void forget(String connection, String channel) {
        String name = name(connection, channel);
        histories.remove(name);
        opened.remove(name);
    }
}
