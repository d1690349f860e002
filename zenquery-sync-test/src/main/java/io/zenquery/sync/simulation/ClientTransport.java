package io.zenquery.sync.simulation;

import io.zenquery.sync.protocol.ClientMessage;
import io.zenquery.sync.protocol.ClientMessage.MutationBatch;
import io.zenquery.sync.protocol.ClientMessage.Resume;
import io.zenquery.sync.protocol.ProtocolCodec;
import io.zenquery.sync.server.ClientKey;
import io.zenquery.sync.session.SyncTransport;
import org.jspecify.annotations.Nullable;

/** The transport of one replica. */
final class ClientTransport implements SyncTransport {
    private final Replica replica;
    private @Nullable Connection current;

    ClientTransport(Replica replica) {
        this.replica = replica;
    }

    @Override
    public void open(Listener listener) {
        close();
        if (replica.isAlive()) {
            current = replica.world.network.connect(replica, listener);
        }
    }

    @Override
    public void send(ClientMessage message) {
        if (current != null && replica.isAlive()) {
            if (message instanceof MutationBatch batch) {
                replica.laws.sent(batch);
            } else if (message instanceof Resume resume) {
                replica.goesBy(new ClientKey(resume.clientId(), resume.clientEpoch()));
            }
            current.send(ProtocolCodec.encode(message));
        }
    }

    @Override
    public void close() {
        if (current != null) {
            current.hangUp();
            current = null;
        }
    }

    boolean isCurrent(Connection connection) {
        return current == connection && replica.isAlive();
    }

    void forget(Connection connection) {
        if (current == connection) {
            current = null;
        }
    }

    @Nullable
    Connection current() {
        return current;
    }
}
