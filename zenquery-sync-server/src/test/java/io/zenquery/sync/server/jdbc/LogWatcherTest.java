package io.zenquery.sync.server.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.zenquery.sync.patch.AtomKey;
import io.zenquery.sync.server.SyncServer;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.JsonNodeFactory;

class LogWatcherTest {
    private static final AtomKey ATOM = AtomKey.of("doc");
    private static final Duration NEVER = Duration.ofMinutes(30);
    private static final Duration SOON = Duration.ofMillis(20);

    private final String channel = UUID.randomUUID().toString();
    private final ExecutorService wakes = Executors.newFixedThreadPool(2);
    private final BlockingQueue<Long> heard = new ArrayBlockingQueue<>(100);
    private @Nullable LogWatcher watcher;

    @AfterEach
    void stop() {
        if (watcher != null) {
            watcher.close();
        }
        wakes.shutdownNow();
    }

    private static SyncServer node(DataSource source) {
        return SyncServer.builder()
                .clock(InstantSource.system())
                .ids(() -> UUID.randomUUID().toString())
                .initialDocuments(name -> Map.of(ATOM, JsonNodeFactory.instance.objectNode()))
                .logs(logs(source))
                .build();
    }

    private static JdbcDeltaLogs logs(DataSource source) {
        return new JdbcDeltaLogs(source, JdbcLogOptions.DEFAULT, InstantSource.system());
    }

    private void write(SyncServer node, int value) {
        node.change(channel, draft -> draft.atom(ATOM).add("/n", value));
    }

    private void watch(DataSource source, Duration interval, LogWatcher.@Nullable Connections listening) {
        SyncServer watching = node(source);
        watching.state(channel);
        watching.addListener((name, delta) -> heard.add(delta.serverSeq()));
        watcher = new LogWatcher(logs(source), watching, wakes, interval, listening);
    }

    private @Nullable Long hears() throws InterruptedException {
        return heard.poll(20, TimeUnit.SECONDS);
    }

    @Test
    void anotherNodeCommits_listening_isHeardAtOnce() throws Exception {
        SyncServer other = node(Databases.postgres());
        watch(Databases.postgres(), NEVER, Databases::unpooledPostgres);

        for (int i = 1; i <= 5; i++) {
            write(other, i);
            assertThat(hears()).isEqualTo(i);
        }
    }

    @Test
    void connectionBreaks_listening_isMadeAgainAndNothingIsMissed() throws Exception {
        AtomicReference<Integer> backend = new AtomicReference<>();
        SyncServer other = node(Databases.postgres());
        watch(Databases.postgres(), NEVER, () -> remembered(Databases.unpooledPostgres(), backend));
        write(other, 1);
        assertThat(hears()).isEqualTo(1);

        try (Connection connection = Databases.postgres().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("SELECT pg_terminate_backend(" + backend.get() + ")");
        }
        write(other, 2);
        assertThat(hears()).isEqualTo(2);
        write(other, 3);
        assertThat(hears()).isEqualTo(3);
    }

    private static Connection remembered(Connection connection, AtomicReference<Integer> backend) throws SQLException {
        backend.set(connection.unwrap(org.postgresql.PGConnection.class).getBackendPID());
        return connection;
    }

    @Test
    void anotherNodeCommits_onlyAsking_isHeardAfterAnInterval() throws Exception {
        SyncServer other = node(Databases.h2());
        watch(Databases.h2(), SOON, null);

        write(other, 1);

        assertThat(hears()).isEqualTo(1);
    }

    @Test
    void close_listening_endsAtOnce() {
        watch(Databases.postgres(), NEVER, Databases::unpooledPostgres);
        LogWatcher open = watcher;
        assertThat(open).isNotNull();

        open.close();

        assertThat(Thread.getAllStackTraces().keySet())
                .extracting(Thread::getName)
                .doesNotContain("zenquery-sync-log-watcher");
    }
}
