package io.zenquery.sync.server.jdbc;

import io.zenquery.sync.server.LogUnavailableException;
import io.zenquery.sync.server.SyncServer;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notices what other nodes append, and wakes this node's server. Asks the database for the heads of all channels now and then; where it
 * is PostgreSQL, also listens for the notifications that each commit sends, over a connection of its own. If that breaks, it is made
 * again, and nothing is missed, as the heads are asked for then.
 */
public final class LogWatcher implements AutoCloseable {
    /** Makes a connection that is not from a pool: one that listens must not be lent to others. */
    @FunctionalInterface
    public interface Connections {
        Connection open() throws SQLException;
    }

    static final String TOPIC = "zenquery_sync";

    private static final Logger LOG = LoggerFactory.getLogger(LogWatcher.class);
    private static final Duration LONGEST = Duration.ofHours(1);
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final JdbcDeltaLogs logs;
    private final SyncServer server;
    private final Executor wakes;
    private final Duration interval;
    private final @Nullable Connections listening;
    private final Set<String> waking = ConcurrentHashMap.newKeySet();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread thread = new Thread(this::watch, "zenquery-sync-log-watcher");
    private volatile @Nullable Connection connection;

    /**
     * Begins to watch, on a daemon thread.
     *
     * @param wakes runs what may take a while: reading one channel and handing on its deltas
     * @param interval how often the heads are asked for, when nothing is heard; from 1 ms to an hour
     * @param listening makes a connection to listen with, used if it is a PostgreSQL database; null to ask only
     */
    public LogWatcher(
            JdbcDeltaLogs logs, SyncServer server, Executor wakes, Duration interval, @Nullable Connections listening) {
        if (interval.toMillis() < 1 || interval.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("expected an interval from 1 ms to an hour, got " + interval);
        }
        this.logs = logs;
        this.server = server;
        this.wakes = wakes;
        this.interval = interval;
        this.listening = listening;
        thread.setDaemon(true);
        thread.start();
    }

    private void watch() {
        try {
            while (!closed.await(0, TimeUnit.MILLISECONDS)) {
                if (listening != null && isListenable()) {
                    listen(listening);
                } else {
                    ask();
                    closed.await(interval.toMillis(), TimeUnit.MILLISECONDS);
                }
            }
        } catch (InterruptedException e) {
            LOG.debug("the log watcher was interrupted and ends", e);
        }
    }

    private boolean isListenable() {
        try {
            return logs.isListenable();
        } catch (LogUnavailableException e) {
            LOG.info("the database of the logs can't be reached now, it is tried again", e);
            return false;
        }
    }

    private void listen(Connections connections) throws InterruptedException {
        try (Connection open = connections.open();
                Statement statement = open.createStatement()) {
            connection = open;
            statement.execute("LISTEN " + TOPIC);
            PGConnection postgres = open.unwrap(PGConnection.class);
            ask();
            while (closed.getCount() > 0) {
                PGNotification[] notifications = postgres.getNotifications((int) interval.toMillis());
                if (notifications.length == 0) {
                    ask(); // the net: nothing was heard for a whole interval
                }
                for (PGNotification notification : notifications) {
                    wake(notification.getParameter());
                }
            }
        } catch (SQLException e) {
            if (!closed.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.info("the connection that listens for other nodes' commits broke, it is made again", e);
            }
        } finally {
            connection = null;
        }
    }

    private void ask() {
        try {
            var here = server.heads();
            logs.heads().forEach((channel, head) -> {
                var known = here.get(channel);
                if (known != null && known.serverSeq() != head) {
                    wake(channel);
                }
            });
        } catch (LogUnavailableException e) {
            LOG.info("the heads of the channels can't be read now, they are asked for again", e);
        }
    }

    /** A channel that is being woken already is woken once more after that, not twice at a time. */
    private void wake(String channel) {
        if (waking.add(channel)) {
            wakes.execute(() -> {
                waking.remove(channel);
                try {
                    server.wake(channel);
                } catch (RuntimeException e) {
                    LOG.warn("channel {} could not be followed, it is tried again at the next wake", channel, e);
                }
            });
        }
    }

    /** Ends the watching; returns when its thread has ended, or after a few seconds. */
    @Override
    public void close() {
        closed.countDown();
        Connection open = connection;
        if (open != null) {
            try {
                open.abort(Runnable::run);
            } catch (SQLException e) {
                LOG.debug("the connection that listens was broken already", e);
            }
        }
        try {
            thread.join(5_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
