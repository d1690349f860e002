package io.zenquery.sync.test.memory;

import io.zenquery.sync.protocol.ProtocolCodec;
import io.zenquery.sync.protocol.ProtocolException;
import io.zenquery.sync.server.ClientKey;
import io.zenquery.sync.session.SyncTransport;
import org.jspecify.annotations.Nullable;

/** One connection. Its listener is called by one thread at a time: the hub's, or the one that cuts the connection. */
final class InMemoryConnection {
    final String channel;
    private final SyncTransport.Listener listener;
    private volatile boolean ended;
    private volatile boolean hungUp;
    private volatile boolean open;
    private @Nullable ClientKey client; // the hub's thread

    InMemoryConnection(String channel, SyncTransport.Listener listener) {
        this.channel = channel;
        this.listener = listener;
    }

    /** Ends it; what is under way in either direction is lost. */
    void end() {
        ended = true;
    }

    /** The client ends it, and wants to hear nothing more. */
    void hangUp() {
        hungUp = true;
        ended = true;
    }

    boolean isOpen() {
        return open && !ended;
    }

    /** Who resumed last on it; null before. */
    @Nullable
    ClientKey client() {
        return client;
    }

    void goesBy(ClientKey key) {
        client = key;
    }

    synchronized void opened() {
        if (!ended && !open) {
            open = true;
            listener.onOpen();
        }
    }

    /** Ends it, and tells the client. */
    synchronized void lost(String reason) {
        end();
        if (!hungUp) {
            listener.onClosed(reason);
        }
    }

    synchronized void deliver(byte[] frame) {
        if (isOpen()) {
            try {
                listener.onMessage(ProtocolCodec.decodeServer(frame));
            } catch (ProtocolException e) {
                listener.onMalformed(e);
            }
        }
    }
}
