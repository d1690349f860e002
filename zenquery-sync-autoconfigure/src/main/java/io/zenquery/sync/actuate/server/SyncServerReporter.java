package io.zenquery.sync.actuate.server;

import io.zenquery.sync.actuate.ServerReporter;
import io.zenquery.sync.actuate.SyncDescriptor.ClientDescriptor;
import io.zenquery.sync.actuate.SyncDescriptor.ServerChannelDescriptor;
import io.zenquery.sync.actuate.SyncDescriptor.ServerDescriptor;
import io.zenquery.sync.actuate.SyncDescriptor.SizeDescriptor;
import io.zenquery.sync.actuate.ZenQuerySyncEndpoint;
import io.zenquery.sync.patch.AtomKey;
import io.zenquery.sync.protocol.ServerMessage.Head;
import io.zenquery.sync.server.ChannelSize;
import io.zenquery.sync.server.SyncServer;
import io.zenquery.sync.stomp.server.ClientSessions;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Reports how a {@link SyncServer} and its connections stand. */
public final class SyncServerReporter implements ServerReporter {
    private final SyncServer server;
    private final ClientSessions sessions;

    /** @param sessions the connections of {@code server} */
    public SyncServerReporter(SyncServer server, ClientSessions sessions) {
        this.server = server;
        this.sessions = sessions;
    }

    @Override
    public ServerDescriptor report() {
        Map<String, Integer> subscribers = sessions.subscribers();
        Map<String, ServerChannelDescriptor> channels = new TreeMap<>();
        server.heads()
                .forEach((name, head) -> channels.put(
                        name,
                        new ServerChannelDescriptor(
                                head.epoch(), head.serverSeq(), subscribers.getOrDefault(name, 0), null, null)));
        return new ServerDescriptor(sessions.size(), channels);
    }

    @Override
    public @Nullable ServerDescriptor report(String channel) {
        Head head = server.heads().get(channel);
        ChannelSize size = server.size(channel);
        if (head == null || size == null) {
            return null;
        }
        List<ClientDescriptor> clients = sessions.clients(channel).stream()
                .limit(ZenQuerySyncEndpoint.MOST)
                .map(client -> new ClientDescriptor(
                        client.clientId(),
                        client.serverSeq(),
                        Math.max(0, head.serverSeq() - client.serverSeq()),
                        client.accepted(),
                        client.rejected()))
                .toList();
        ServerChannelDescriptor described = new ServerChannelDescriptor(
                head.epoch(),
                head.serverSeq(),
                sessions.subscribers().getOrDefault(channel, 0),
                describe(size),
                clients);
        return new ServerDescriptor(sessions.size(), Map.of(channel, described));
    }

    private static SizeDescriptor describe(ChannelSize size) {
        Map<String, Long> documents = new TreeMap<>();
        size.documents()
                .forEach((atom, bytes) ->
                        documents.put(atom instanceof AtomKey.Named named ? named.name() : atom.toString(), bytes));
        return new SizeDescriptor(size.deltas(), documents);
    }
}
