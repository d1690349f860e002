package io.zenquery.sync.autoconfigure;

import io.zenquery.sync.session.SessionScheduler;
import io.zenquery.sync.session.SessionState;
import io.zenquery.sync.session.SyncSession;
import org.springframework.context.SmartLifecycle;

/**
 * Connects a session when the application starts, after its web server, and takes it offline when the application stops, before the
 * web server. Starting does not wait for the connection, and its failure is nothing to fail for.
 */
class SyncSessionLifecycle implements SmartLifecycle {
    private final SyncSession session;
    private final SessionScheduler scheduler;
    private final boolean autoStartup;
    private volatile boolean running;

    SyncSessionLifecycle(SyncSession session, SessionScheduler scheduler, boolean autoStartup) {
        this.session = session;
        this.scheduler = scheduler;
        this.autoStartup = autoStartup;
    }

    @Override
    public void start() {
        running = true;
        session.connect();
    }

    /** The callback runs when the session is offline and has told its listeners so. */
    @Override
    public void stop(Runnable callback) {
        stop();
        scheduler.execute(callback);
    }

    @Override
    public void stop() {
        running = false;
        session.disconnect();
    }

    /** Also when {@code SyncTemplate.connect()} has started it, so that it is stopped. */
    @Override
    public boolean isRunning() {
        return running || (session.state() != SessionState.OFFLINE && session.state() != SessionState.CLOSED);
    }

    @Override
    public boolean isAutoStartup() {
        return autoStartup;
    }
}
