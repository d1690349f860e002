package io.zenquery.sync.example.client;

import io.zenquery.sync.protocol.ClientMessage;
import io.zenquery.sync.protocol.ProtocolException;
import io.zenquery.sync.protocol.ServerMessage;
import io.zenquery.sync.session.SyncTransport;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A transport behind a slow network, which notes what goes over the wire. Shows where an application can stand between the session and the
 * transport: {@link SyncTransport} is an interface, and a bean.
 */
final class ObservedTransport implements SyncTransport {
    private final SyncTransport target;
    private final Network network;
    private final WireNotes notes;
    private final AtomicReference<@Nullable Delayed> current = new AtomicReference<>();

    ObservedTransport(SyncTransport target, Network network, WireNotes notes) {
        this.target = target;
        this.network = network;
        this.notes = notes;
    }

    @Override
    public void open(Listener listener) {
        Delayed connection = new Delayed(listener);
        current.set(connection);
        target.open(connection);
    }

    /** Called on a thread of the session, which must not wait: noted and delayed on the network's own. */
    @Override
    public void send(ClientMessage message) {
        Delayed connection = current.get();
        network.execute(() -> {
            if (connection != null && connection.isCurrent()) {
                notes.sent(message);
                network.toServer().carry(() -> {
                    if (connection.isCurrent()) {
                        target.send(message);
                    }
                });
            }
        });
    }

    @Override
    public void close() {
        current.set(null); // what is under way is lost
        target.close();
    }

    /** A connection whose news come late; what comes after its end does not come at all. */
    private final class Delayed implements Listener {
        private final Listener listener;

        private Delayed(Listener listener) {
            this.listener = listener;
        }

        boolean isCurrent() {
            return current.get() == this;
        }

        private void later(Runnable news) {
            network.toClient().carry(() -> {
                if (isCurrent()) {
                    news.run();
                }
            });
        }

        @Override
        public void onOpen() {
            later(listener::onOpen);
        }

        @Override
        public void onMessage(ServerMessage message) {
            later(() -> {
                notes.received(message);
                listener.onMessage(message);
            });
        }

        @Override
        public void onMalformed(ProtocolException problem) {
            later(() -> listener.onMalformed(problem));
        }

        @Override
        public void onClosed(String reason) {
            later(() -> listener.onClosed(reason));
        }
    }
}
