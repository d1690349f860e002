package io.zenquery.sync.test.memory;

import io.zenquery.sync.Subscription;
import io.zenquery.sync.protocol.ClientMessage;
import io.zenquery.sync.protocol.ClientMessage.MutationBatch;
import io.zenquery.sync.protocol.ClientMessage.Resume;
import io.zenquery.sync.protocol.ProtocolCodec;
import io.zenquery.sync.protocol.ServerMessage;
import io.zenquery.sync.protocol.ServerMessage.Delta;
import io.zenquery.sync.server.ClientKey;
import io.zenquery.sync.server.SyncServer;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes the place of the network: all connections, and one thread on which everything arrives, in order. Thread-safe. */
final class Hub implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Hub.class);

    private final SyncServer server;
    private final Rejections rejections;
    private final ExecutorService thread = Executors.newSingleThreadExecutor(task -> {
        Thread made = new Thread(task, "zenquery-sync-in-memory");
        made.setDaemon(true);
        return made;
    });
    private final Set<InMemoryConnection> connections = new LinkedHashSet<>();
    private final Subscription deltas;
    private boolean online = true;
    private boolean losesNextAnswer;

    Hub(SyncServer server, Rejections rejections) {
        this.server = server;
        this.rejections = rejections;
        this.deltas = server.addListener(this::publish);
    }

    // ---------------------------------------------------------------------------------------------------- switches

    synchronized boolean isOnline() {
        return online;
    }

    synchronized void goOnline() {
        if (!online) {
            online = true;
            connections.forEach(connection -> run(connection::opened));
        }
    }

    /** Those connected have been told when this returns; it waits for nobody. */
    void goOffline() {
        for (InMemoryConnection connection : cutOff()) {
            lose(connection, "the network is offline");
        }
    }

    private synchronized List<InMemoryConnection> cutOff() {
        List<InMemoryConnection> connected =
                online ? List.copyOf(connections) : List.of(); // the others wait until it is online
        online = false;
        return connected;
    }

    synchronized void loseNextAnswer() {
        losesNextAnswer = true;
    }

    synchronized void reset() {
        losesNextAnswer = false;
        goOnline();
    }

    private synchronized boolean takeLostAnswer() {
        boolean loses = losesNextAnswer;
        losesNextAnswer = false;
        return loses;
    }

    // ------------------------------------------------------------------------------------------------- connections

    synchronized void connect(InMemoryConnection connection) {
        connections.add(connection);
        if (online) {
            run(connection::opened);
        }
    }

    synchronized void hangUp(InMemoryConnection connection) {
        connection.hangUp();
        connections.remove(connection);
    }

    private void lose(InMemoryConnection connection, String reason) {
        if (forget(connection)) {
            connection.lost(reason);
        }
    }

    private synchronized boolean forget(InMemoryConnection connection) {
        return connections.remove(connection);
    }

    // ---------------------------------------------------------------------------------------------------- messages

    void send(InMemoryConnection connection, ClientMessage message) {
        byte[] frame = ProtocolCodec.encode(message);
        run(() -> receive(connection, frame));
    }

    private void receive(InMemoryConnection connection, byte[] frame) {
        if (!connection.isOpen()) {
            return;
        }
        ClientMessage message = ProtocolCodec.decodeClient(frame);
        List<ServerMessage> answers;
        if (message instanceof Resume resume) {
            connection.goesBy(new ClientKey(resume.clientId(), resume.clientEpoch()));
            answers = server.resume(connection.channel, resume);
        } else {
            MutationBatch batch = rejections.apply(connection.client(), (MutationBatch) message);
            answers = server.submit(connection.channel, batch, null);
            if (takeLostAnswer()) {
                lose(connection, "the answer was lost");
            }
        }
        answers.forEach(answer -> connection.deliver(ProtocolCodec.encode(answer)));
    }

    private synchronized void publish(String channel, Delta delta) {
        byte[] frame = ProtocolCodec.encode(delta);
        for (InMemoryConnection connection : connections) {
            if (connection.channel.equals(channel)) {
                run(() -> connection.deliver(frame));
            }
        }
    }

    private void run(Runnable task) {
        try {
            thread.execute(() -> {
                try {
                    task.run();
                } catch (RuntimeException | AssertionError e) {
                    log.error("a message of a test was not delivered", e);
                }
            });
        } catch (RejectedExecutionException e) {
            log.debug("closed: nothing is delivered any more");
        }
    }

    @Override
    public synchronized void close() {
        deltas.close();
        connections.forEach(InMemoryConnection::end);
        connections.clear();
        thread.shutdown();
    }
}
