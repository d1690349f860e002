package io.zenquery.sync.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.zenquery.sync.session.MutationReceipt;
import io.zenquery.sync.spring.SyncTemplate;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import tools.jackson.databind.JsonNode;

/**
 * Two server processes on one PostgreSQL, and clients on both. While they write, one server is killed and comes back, and the
 * database is restarted: nothing is lost, nothing is doubled.
 */
class TwoNodesTest {
    private static final int CLIENTS = 4;
    private static final int EACH = 2_500;
    private static final int TOTAL = CLIENTS * EACH;
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    @TempDir
    Path files;

    private final CountDownLatch killed = new CountDownLatch(1);
    private final CountDownLatch nodeBack = new CountDownLatch(1);
    private final CountDownLatch databaseBack = new CountDownLatch(1);
    private final AtomicInteger accepted = new AtomicInteger();
    private final ExecutorService threads = Executors.newCachedThreadPool();

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Client {}

    static ConfigurableApplicationContext client(int port) {
        return new SpringApplicationBuilder(Client.class)
                .web(WebApplicationType.NONE)
                .run(
                        "--zenquery.sync.url=ws://127.0.0.1:" + port + "/zenquery",
                        "--zenquery.sync.channel=" + CounterNode.CHANNEL,
                        "--zenquery.sync.max-pending=400",
                        "--zenquery.sync.max-pending-wait=" + PATIENCE.toSeconds() + "s",
                        "--zenquery.sync.reconnect.initial-delay=50ms",
                        "--zenquery.sync.reconnect.max-delay=500ms",
                        "--zenquery.sync.server.enabled=false",
                        "--spring.main.banner-mode=off",
                        "--spring.autoconfigure.exclude=org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration");
    }

    @Test
    void nodeKilledAndDatabaseRestarted_nothingIsLostOrDoubled() throws Exception {
        try (RestartingPostgres postgres = new RestartingPostgres(files.resolve("postgres"));
                NodeProcess first = node(postgres);
                NodeProcess second = node(postgres);
                LoadBalancer balancer = new LoadBalancer(List.of(first.port(), second.port()))) {
            first.awaitUp();
            second.awaitUp();
            List<ConfigurableApplicationContext> clients = new ArrayList<>();
            try {
                for (int i = 0; i < CLIENTS; i++) {
                    clients.add(client(balancer.port()));
                }
                List<Future<List<MutationReceipt>>> writers = new ArrayList<>();
                for (int i = 0; i < CLIENTS; i++) {
                    SyncTemplate sync = clients.get(i).getBean(SyncTemplate.class);
                    String name = "client-" + i;
                    writers.add(threads.submit(() -> write(sync, name)));
                }
                awaitAccepted(TOTAL / 10);
                first.kill();
                killed.countDown();
                first.restart();
                first.awaitUp();
                nodeBack.countDown();
                awaitAccepted(TOTAL * 7 / 10);
                postgres.restart();
                databaseBack.countDown();
                for (Future<List<MutationReceipt>> writer : writers) {
                    for (MutationReceipt receipt : writer.get(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                        receipt.visible().toCompletableFuture().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
                    }
                }
                verify(clients, postgres);
            } finally {
                threads.shutdownNow();
                clients.forEach(ConfigurableApplicationContext::close);
            }
        }
    }

    private NodeProcess node(RestartingPostgres postgres) throws Exception {
        return new NodeProcess(
                CounterNode.class,
                files,
                "--spring.datasource.url=" + postgres.url(),
                "--spring.datasource.hikari.connection-timeout=2000",
                "--zenquery.sync.enabled=false",
                "--zenquery.sync.server.jdbc.initialize-schema=always",
                "--zenquery.sync.server.log-retention=" + 2 * TOTAL);
    }

    private List<MutationReceipt> write(SyncTemplate sync, String client) throws InterruptedException {
        List<MutationReceipt> receipts = new ArrayList<>();
        await().atMost(PATIENCE).until(() -> sync.confirmed(CounterNode.ATOM).has("total"));
        for (long n = 1; n <= EACH; n++) {
            long number = n;
            holdBack(n);
            MutationReceipt receipt = sync.mutate(
                    CounterNode.COUNT,
                    new CounterNode.Count(client, n),
                    draft -> draft.atom(CounterNode.ATOM).add("/last/" + client, number));
            receipt.accepted().thenRun(accepted::incrementAndGet);
            receipts.add(receipt);
        }
        return receipts;
    }

    /** However fast they are, some is left to write at each of the three events. */
    private void holdBack(long n) throws InterruptedException {
        CountDownLatch event =
                n == EACH / 5 ? killed : n == EACH * 3 / 5 ? nodeBack : n == EACH * 9 / 10 ? databaseBack : null;
        if (event != null) {
            assertThat(event.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        }
    }

    private void awaitAccepted(int count) {
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(10)).until(() -> accepted.get() >= count);
    }

    private void verify(List<ConfigurableApplicationContext> clients, RestartingPostgres postgres) throws SQLException {
        for (ConfigurableApplicationContext each : clients) {
            SyncTemplate sync = each.getBean(SyncTemplate.class);
            await().atMost(PATIENCE).until(() -> sync.confirmedServerSeq() == TOTAL);
            JsonNode view = sync.view(CounterNode.ATOM);
            assertThat(view.path("total").asLong()).isEqualTo(TOTAL);
            assertThat(view.path("disorder").asLong()).isZero();
            assertThat(view.path("last").values())
                    .hasSize(CLIENTS)
                    .allSatisfy(last -> assertThat(last.asLong()).isEqualTo(EACH));
            assertThat(sync.pending()).isEmpty();
            assertThat(sync.failed()).isEmpty();
        }
        assertThat(accepted.get()).isEqualTo(TOTAL);
        try (Connection connection = postgres.server().getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            assertThat(longs(statement, "SELECT server_seq FROM zenquery_sync_delta ORDER BY server_seq"))
                    .containsExactlyElementsOf(
                            LongStream.rangeClosed(1, TOTAL).boxed().toList());
            assertThat(longs(statement, "SELECT count(DISTINCT (client_id, client_seq)) FROM zenquery_sync_decision"))
                    .containsExactly((long) TOTAL);
        }
    }

    private static List<Long> longs(Statement statement, String query) throws SQLException {
        List<Long> values = new ArrayList<>();
        try (ResultSet rows = statement.executeQuery(query)) {
            while (rows.next()) {
                values.add(rows.getLong(1));
            }
        }
        return values;
    }
}
