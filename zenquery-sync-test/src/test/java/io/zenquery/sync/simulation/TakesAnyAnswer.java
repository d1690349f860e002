package io.zenquery.sync.simulation;

import io.zenquery.sync.protocol.ClientMessage;
import io.zenquery.sync.protocol.ClientMessage.Resume;
import io.zenquery.sync.protocol.ProtocolException;
import io.zenquery.sync.protocol.ServerMessage;
import io.zenquery.sync.protocol.ServerMessage.Snapshot;
import io.zenquery.sync.protocol.ServerMessage.Welcome;
import io.zenquery.sync.session.SyncTransport;

/** A bug: an answer to an earlier resume passes for one to the last. */
final class TakesAnyAnswer implements SyncTransport {
    private final SyncTransport inner;
    private long attempt;

    TakesAnyAnswer(SyncTransport inner) {
        this.inner = inner;
    }

    @Override
    public void open(Listener listener) {
        inner.open(new Listener() {
            @Override
            public void onOpen() {
                listener.onOpen();
            }

            @Override
            public void onMessage(ServerMessage message) {
                if (message instanceof Welcome welcome) {
                    listener.onMessage(welcome.to(attempt));
                } else {
                    listener.onMessage(message instanceof Snapshot snapshot ? snapshot.to(attempt) : message);
                }
            }

            @Override
            public void onMalformed(ProtocolException problem) {
                listener.onMalformed(problem);
            }

            @Override
            public void onClosed(String reason) {
                listener.onClosed(reason);
            }
        });
    }

    @Override
    public void send(ClientMessage message) {
        if (message instanceof Resume resume) {
            attempt = resume.attempt();
        }
        inner.send(message);
    }

    @Override
    public void close() {
        inner.close();
    }
}
