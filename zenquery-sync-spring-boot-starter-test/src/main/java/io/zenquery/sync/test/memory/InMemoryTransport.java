package io.zenquery.sync.test.memory;

import io.zenquery.sync.protocol.ClientMessage;
import io.zenquery.sync.session.SyncTransport;
import org.jspecify.annotations.Nullable;

/** A session's way to the {@link Hub}. Thread-safe. */
final class InMemoryTransport implements SyncTransport {
    private final Hub hub;
    private final String channel;
    private @Nullable InMemoryConnection current;

    InMemoryTransport(Hub hub, String channel) {
        this.hub = hub;
        this.channel = channel;
    }

    @Override
    public synchronized void open(Listener listener) {
        close();
        current = new InMemoryConnection(channel, listener);
        hub.connect(current);
    }

    @Override
    public synchronized void send(ClientMessage message) {
        if (current != null) {
            hub.send(current, message);
        }
    }

    @Override
    public synchronized void close() {
        if (current != null) {
            hub.hangUp(current);
            current = null;
        }
    }
}
