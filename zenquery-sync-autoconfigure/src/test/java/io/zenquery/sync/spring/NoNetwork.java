package io.zenquery.sync.spring;

import io.zenquery.sync.OptimisticSyncCoordinator;
import io.zenquery.sync.protocol.ClientMessage;
import io.zenquery.sync.session.SessionListener;
import io.zenquery.sync.session.SessionScheduler;
import io.zenquery.sync.session.SyncSession;
import io.zenquery.sync.session.SyncTransport;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Random;

/** What a session has that is never connected: tasks run at once, on the caller's thread, and none later. */
final class NoNetwork implements SyncTransport, SessionScheduler {

    /** A session of the client {@code me}. */
    static SyncSession session(OptimisticSyncCoordinator coordinator, SessionListener listener) {
        NoNetwork none = new NoNetwork();
        return SyncSession.builder()
                .coordinator(coordinator)
                .transport(none)
                .scheduler(none)
                .clock(InstantSource.system())
                .random(new Random(1))
                .clientId("me")
                .clientEpoch("1")
                .listener(listener)
                .build();
    }

    static SyncSession session(OptimisticSyncCoordinator coordinator) {
        return session(coordinator, new SessionListener() {});
    }

    /** What there is of other channels. */
    static SyncOperations another(String channel) {
        throw new IllegalArgumentException("expected the channel that there is, got " + channel);
    }

    @Override
    public void open(Listener listener) {}

    @Override
    public void send(ClientMessage message) {}

    @Override
    public void close() {}

    @Override
    public void execute(Runnable task) {
        task.run();
    }

    @Override
    public Runnable schedule(Duration delay, Runnable task) {
        return () -> {};
    }
}
