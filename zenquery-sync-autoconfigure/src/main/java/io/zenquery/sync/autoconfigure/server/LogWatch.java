package io.zenquery.sync.autoconfigure.server;

import io.zenquery.sync.server.LogUnavailableException;
import io.zenquery.sync.server.SyncServer;
import io.zenquery.sync.server.jdbc.JdbcDeltaLogs;
import io.zenquery.sync.server.jdbc.LogWatcher;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.jdbc.DataSourceBuilder;
import org.springframework.boot.jdbc.UnsupportedDataSourcePropertyException;
import org.springframework.context.SmartLifecycle;
import org.springframework.jdbc.datasource.SimpleDriverDataSource;

/** Watches the database, as long as the application runs, for what other nodes commit. */
final class LogWatch implements SmartLifecycle {
    private static final Logger LOG = LoggerFactory.getLogger(LogWatch.class);

    /** So many channels may be slow to follow before the others wait. */
    private static final int THREADS = 4;

    private final JdbcDeltaLogs logs;
    private final SyncServer server;
    private final DataSource dataSource;
    private final ZenQuerySyncServerJdbcProperties properties;
    private @Nullable LogWatcher watcher; // guarded by this
    private @Nullable ExecutorService wakes; // guarded by this

    LogWatch(
            JdbcDeltaLogs logs, SyncServer server, DataSource dataSource, ZenQuerySyncServerJdbcProperties properties) {
        this.logs = logs;
        this.server = server;
        this.dataSource = dataSource;
        this.properties = properties;
    }

    @Override
    public synchronized void start() {
        if (watcher == null) {
            check();
            ExecutorService threads = Executors.newFixedThreadPool(THREADS, LogWatch::thread);
            wakes = threads;
            watcher = new LogWatcher(logs, server, threads, properties.getPollInterval(), listening());
        }
    }

    private static Thread thread(Runnable task) {
        Thread thread = new Thread(task, "zenquery-sync-log");
        thread.setDaemon(true);
        return thread;
    }

    private LogWatcher.@Nullable Connections listening() {
        if (!properties.isListen()) {
            return null;
        }
        try {
            DataSource unpooled = DataSourceBuilder.derivedFrom(dataSource)
                    .type(SimpleDriverDataSource.class)
                    .build();
            return unpooled::getConnection;
        } catch (IllegalStateException | UnsupportedDataSourcePropertyException e) {
            LOG.warn(
                    "no connection to listen with can be made from {}, so the database is asked every {} instead",
                    dataSource.getClass().getName(),
                    properties.getPollInterval(),
                    e);
            return null;
        }
    }

    /** Fails the start where the database is the wrong one; one that is away may come. */
    private void check() {
        try {
            logs.check();
        } catch (LogUnavailableException e) {
            LOG.warn("the database of the logs can't be reached yet; clients are told to try again later", e);
        }
    }

    @Override
    public synchronized void stop() {
        if (watcher != null && wakes != null) {
            watcher.close();
            wakes.shutdown();
            watcher = null;
        }
    }

    @Override
    public synchronized boolean isRunning() {
        return watcher != null;
    }
}
