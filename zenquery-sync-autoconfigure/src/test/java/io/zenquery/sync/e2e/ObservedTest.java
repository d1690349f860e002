package io.zenquery.sync.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.MeterRegistry;
import io.zenquery.sync.OptimisticSyncCoordinator;
import io.zenquery.sync.patch.AtomKey;
import io.zenquery.sync.protocol.ClientMessage.MutationBatch;
import io.zenquery.sync.session.SessionState;
import io.zenquery.sync.spring.SyncTemplate;
import io.zenquery.sync.spring.event.ConflictResolvedEvent;
import io.zenquery.sync.spring.event.MutationConfirmedEvent;
import io.zenquery.sync.spring.event.MutationRejectedEvent;
import io.zenquery.sync.spring.event.SyncConnectedEvent;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.health.registry.HealthContributorRegistry;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Health, endpoint and meters of a real server and a real client. */
class ObservedTest {
    private static final String EXPOSED = "management.endpoints.web.exposure.include=zenquerysync,health";
    private BoardServer server;
    private BoardClient client;

    @AfterEach
    void close() {
        if (client != null) {
            client.close();
        }
        server.close();
    }

    private void start(String... properties) throws InterruptedException {
        String[] all = Stream.concat(Stream.of(EXPOSED), Stream.of(properties)).toArray(String[]::new);
        server = new BoardServer(0, all);
        client = BoardClient.live(server.port());
    }

    private HttpResponse<String> request(String method, String path) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + server.port() + "/actuator/zenquerysync" + path))
                .method(method, HttpRequest.BodyPublishers.noBody())
                .header("Content-Type", "application/json")
                .build();
        return HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
    }

    private JsonNode get(String path) throws IOException, InterruptedException {
        HttpResponse<String> response = request("GET", path);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return JsonMapper.shared().readTree(response.body());
    }

    private void add(String title) {
        add(client, title);
    }

    private static void add(BoardClient client, String title) {
        Map<String, String> task = Map.of("title", title);
        client.sync.mutate("task.add", task, draft -> draft.atom("tasks").add("/items/-", task));
    }

    /** One mutation accepted, one rejected, a conflict, and a batch that is none. */
    static void doSomething(BoardServer server, BoardClient client) throws InterruptedException {
        add(client, "new");
        client.await(MutationConfirmedEvent.class);
        add(client, "");
        client.await(MutationRejectedEvent.class);
        client.sync.disconnect();
        await().until(() -> client.sync.state() == SessionState.OFFLINE);
        client.sync.mutate(draft -> draft.atom("tasks").replace("/items/0/title", "mine"));
        server.sync().change("board", draft -> draft.atom("tasks").replace("/items/0/title", "theirs"));
        client.sync.connect();
        client.await(ConflictResolvedEvent.class);
        client.await(MutationConfirmedEvent.class);
        server.sync().submit("board", new MutationBatch("no fence", 0, 0, List.of()), null);
    }

    // ------------------------------------------------------------------------------------------------------ endpoint

    @Test
    void endpoint_ofTheServer_saysWhoIsThereAndHowLargeItIs() throws Exception {
        start();
        add("new");
        client.await(MutationConfirmedEvent.class);
        add("");
        client.await(MutationRejectedEvent.class);

        JsonNode all = get("");
        assertThat(all.has("client")).isFalse();
        assertThat(all.at("/server/connections").intValue()).isEqualTo(1);
        assertThat(all.at("/server/channels/board/head").intValue()).isEqualTo(1);
        assertThat(all.at("/server/channels/board/subscribers").intValue()).isEqualTo(1);
        assertThat(all.at("/server/channels/board").has("clients")).isFalse();

        JsonNode board = get("/board").at("/server/channels/board");
        JsonNode tasks = server.sync().state("board").documents().get(AtomKey.of("tasks"));
        assertThat(board.at("/size/deltas").intValue()).isEqualTo(1);
        assertThat(board.at("/size/documents/tasks").intValue())
                .isCloseTo(tasks.toString().length(), Offset.offset(8));
        assertThat(board.at("/clients")).hasSize(1);
        JsonNode known = board.at("/clients/0");
        assertThat(known.get("clientId").stringValue()).isEqualTo(client.sync.clientId());
        assertThat(known.get("accepted").intValue()).isEqualTo(1);
        assertThat(known.get("rejected").intValue()).isEqualTo(1);
        assertThat(known.get("lag").intValue())
                .isEqualTo(1 - known.get("serverSeq").intValue());
        assertThat(request("GET", "/board").body()).doesNotContain("title");
    }

    @Test
    void endpoint_channelThatNobodyUses_isNotFoundAndNotMade() throws Exception {
        start();

        assertThat(request("GET", "/orders").statusCode()).isEqualTo(404);
        assertThat(request("POST", "/orders/1").statusCode()).isEqualTo(400);
        assertThat(request("DELETE", "/board/1").statusCode()).isEqualTo(400);
        assertThat(server.sync().heads()).containsOnlyKeys("board");
    }

    @Test
    void endpoint_ofAnApplicationThatIsBoth_hasBothAndRetriesAndDiscards() throws Exception {
        server = new BoardServer(
                0,
                EXPOSED,
                "zenquery.sync.url=ws://127.0.0.1:1/zenquery",
                "zenquery.sync.channel=upstream",
                "zenquery.sync.auto-startup=false");
        SyncTemplate upstream = server.bean(SyncTemplate.class);
        for (int i = 1; i <= 2; i++) {
            int value = i;
            upstream.mutate(draft -> draft.atom("a").add("", value));
            server.bean(OptimisticSyncCoordinator.class).withdrawMutation(i, "refused", "no");
        }

        JsonNode all = get("");
        assertThat(all.at("/client/upstream/state").stringValue()).isEqualTo("OFFLINE");
        assertThat(all.at("/client/upstream/failed")).hasSize(2);
        assertThat(all.at("/client/upstream/failed/0/age").stringValue()).startsWith("PT");
        assertThat(all.at("/client/upstream/disconnectedSince").isString()).isTrue();
        assertThat(all.at("/server/connections").intValue()).isZero();

        HttpResponse<String> retried = request("POST", "/upstream/1");
        assertThat(retried.statusCode()).isEqualTo(200);
        assertThat(JsonMapper.shared().readTree(retried.body()).get("clientSeq").intValue())
                .isEqualTo(3);
        assertThat(request("DELETE", "/upstream/2").statusCode()).isEqualTo(204);
        assertThat(request("DELETE", "/upstream/2").statusCode()).isEqualTo(400);
        assertThat(get("/upstream").at("/client/upstream/failedCount").intValue())
                .isZero();
    }

    // -------------------------------------------------------------------------------------------------------- health

    @Test
    void health_live_isUpAndSaysSo() throws Exception {
        start();
        add("new");
        client.await(MutationConfirmedEvent.class);

        HealthIndicator health = (HealthIndicator)
                client.context.getBean(HealthContributorRegistry.class).getContributor("zenquerySync");
        assertThat(health).isNotNull();
        assertThat(health.health().getStatus()).isEqualTo(Status.UP);
        assertThat(health.health().getDetails())
                .containsEntry("state", SessionState.LIVE)
                .containsEntry("confirmedServerSeq", 1L)
                .containsEntry("pending", 0)
                .doesNotContainKey("disconnectedSince");
    }

    // -------------------------------------------------------------------------------------------------------- meters

    private static double count(MeterRegistry registry, String name, String... tags) {
        return registry.get("zenquery.sync." + name)
                .tags(tags)
                .meter()
                .measure()
                .iterator()
                .next()
                .getValue();
    }

    @Test
    void meters_ofBothSides_countWhatHappened() throws Exception {
        start("zenquery.sync.server.metrics.max-channels=1");
        doSomething(server, client);
        server.sync().change("other", draft -> draft.atom("tasks").replace("/items/0/title", "x"));

        // What is counted is counted after it has been told.
        await().ignoreExceptions().untilAsserted(this::assertCounted);
    }

    private void assertCounted() {
        MeterRegistry served = server.bean(MeterRegistry.class);
        assertThat(count(served, "server.decisions", "channel", "board", "outcome", "accepted"))
                .isEqualTo(2);
        assertThat(count(served, "server.decisions", "channel", "board", "outcome", "rejected"))
                .isEqualTo(1);
        assertThat(count(served, "server.commits", "channel", "board")).isEqualTo(4);
        assertThat(count(served, "server.commits", "channel", "(other)")).isEqualTo(1);
        assertThat(count(served, "server.problems", "channel", "board", "code", "stale-fence"))
                .isEqualTo(1);
        assertThat(count(served, "server.handler", "handler", "task.add", "outcome", "accepted"))
                .isEqualTo(1);
        assertThat(count(served, "server.handler", "handler", "task.add", "outcome", "rejected"))
                .isEqualTo(1);
        assertThat(count(served, "server.subscribers", "channel", "board")).isEqualTo(1);
        assertThat(count(served, "server.deliveries", "channel", "board")).isGreaterThanOrEqualTo(2);

        MeterRegistry own = client.context.getBean(MeterRegistry.class);
        assertThat(count(own, "client.ack", "channel", "board")).isEqualTo(3);
        assertThat(count(own, "client.deltas")).isEqualTo(4);
        assertThat(count(own, "client.rollbacks")).isEqualTo(1);
        assertThat(count(own, "client.reconnects")).isEqualTo(1);
        assertThat(count(own, "client.conflicts", "strategy", "rebase", "outcome", "keep"))
                .isEqualTo(1);
        assertThat(count(own, "client.failed")).isEqualTo(1);
        assertThat(count(own, "client.connected")).isEqualTo(1);
    }

    @Test
    void meters_slowConsumers_areCountedOncePerConnection() throws Exception {
        server = new BoardServer(
                0,
                "zenquery.sync.server.send-time-limit=1s",
                "zenquery.sync.server.send-buffer-size=1GB",
                "zenquery.sync.server.heartbeat=0");
        String text = "x".repeat(50_000);
        try (DeafClient one = new DeafClient(server.port(), "board", "deaf-1");
                DeafClient two = new DeafClient(server.port(), "board", "deaf-2")) {
            for (int i = 0; i < 600; i++) {
                String title = i + text;
                server.sync().change("board", draft -> draft.atom("tasks").replace("/items/0/title", title));
            }
            await().atMost(30, TimeUnit.SECONDS).until(() -> server.sessions() == 0);
        }

        MeterRegistry registry = server.bean(MeterRegistry.class);
        await().atMost(15, TimeUnit.SECONDS)
                .untilAsserted(() ->
                        assertThat(count(registry, "server.slow.consumers")).isEqualTo(2));
        await().atMost(15, TimeUnit.SECONDS)
                .untilAsserted(
                        () -> assertThat(count(registry, "server.connections")).isZero());
    }

    @Test
    void client_thatGoesAwayByItself_isNoSlowConsumer() throws Exception {
        start();
        client.sync.disconnect();
        await().atMost(15, TimeUnit.SECONDS).until(() -> server.sessions() == 0);
        client.sync.connect();
        client.await(SyncConnectedEvent.class);

        assertThat(count(server.bean(MeterRegistry.class), "server.slow.consumers"))
                .isZero();
    }
}
