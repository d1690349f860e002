package io.zenquery.sync.session;

import io.zenquery.sync.protocol.ClientMessage;
import io.zenquery.sync.protocol.ProtocolException;
import io.zenquery.sync.protocol.ServerMessage;
import java.time.Duration;

/**
 * The connection of a session: at most one at a time. What comes from an earlier one, messages as well as timers, is told by its
 * generation and discarded. Used on the session's thread only; hands over to it what the transport says.
 */
final class Link {
    private final SyncTransport transport;
    private final SessionScheduler scheduler;
    private final SyncTransport.Listener session;
    private int generation;
    private Runnable cancelTimer = () -> {};

    /** @param session told, on the session's thread, of the present connection */
    Link(SyncTransport transport, SessionScheduler scheduler, SyncTransport.Listener session) {
        this.transport = transport;
        this.scheduler = scheduler;
        this.session = session;
    }

    void open() {
        generation++;
        transport.open(new Connection(generation));
    }

    void hangUp() {
        cancelTimer.run();
        generation++;
        transport.close();
    }

    void send(ClientMessage message) {
        transport.send(message);
    }

    /** Runs {@code action} after {@code wait}, unless the connection changes, or this is called again, before that. */
    void after(Duration wait, Runnable action) {
        cancelTimer.run();
        cancelTimer = onceAfter(wait, action);
    }

    /** Runs {@code action} after {@code wait}, unless the connection changes before that. */
    Runnable onceAfter(Duration wait, Runnable action) {
        int present = generation;
        return scheduler.schedule(wait, () -> {
            if (present == generation) {
                action.run();
            }
        });
    }

    private final class Connection implements SyncTransport.Listener {
        private final int mine;

        Connection(int mine) {
            this.mine = mine;
        }

        @Override
        public void onOpen() {
            handOver(session::onOpen);
        }

        @Override
        public void onMessage(ServerMessage message) {
            handOver(() -> session.onMessage(message));
        }

        @Override
        public void onMalformed(ProtocolException problem) {
            handOver(() -> session.onMalformed(problem));
        }

        @Override
        public void onClosed(String reason) {
            handOver(() -> session.onClosed(reason));
        }

        private void handOver(Runnable action) {
            scheduler.execute(() -> {
                if (mine == generation) {
                    action.run();
                }
            });
        }
    }
}
