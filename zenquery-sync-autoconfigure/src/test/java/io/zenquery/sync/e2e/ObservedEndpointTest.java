package io.zenquery.sync.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.zenquery.sync.OptimisticSyncCoordinator;
import io.zenquery.sync.patch.AtomKey;
import io.zenquery.sync.session.SessionState;
import io.zenquery.sync.spring.SyncOperations;
import io.zenquery.sync.spring.SyncTemplate;
import io.zenquery.sync.spring.event.MutationConfirmedEvent;
import io.zenquery.sync.spring.event.MutationRejectedEvent;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.health.contributor.CompositeHealthContributor;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.health.registry.HealthContributorRegistry;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Endpoint and health of a real server and a real client. */
class ObservedEndpointTest {
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

    private void start() throws InterruptedException {
        server = new BoardServer(0, EXPOSED);
        client = BoardClient.live(server.port());
    }

    private HttpResponse<String> request(String method, String path) throws IOException, InterruptedException {
        return actuator(method, "zenquerysync" + path);
    }

    private HttpResponse<String> actuator(String method, String path) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + server.port() + "/actuator/" + path))
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

    private static void assertRefused(HttpResponse<String> response, String why) {
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(JsonMapper.shared().readTree(response.body()))
                .isEqualTo(JsonMapper.shared().createObjectNode().put("message", why));
    }

    @Test
    void endpoint_ofTheServer_saysWhoIsThereAndHowLargeItIs() throws Exception {
        start();
        client.add("new");
        client.await(MutationConfirmedEvent.class);
        client.add("");
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
        String noClient = "expected a channel of this client, one of [], got ";
        assertRefused(request("POST", "/orders/1"), noClient + "orders");
        assertRefused(request("DELETE", "/board/1"), noClient + "board");
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
        assertThat(server.bean(MeterRegistry.class)
                        .get("zenquery.sync.mutation")
                        .tag("operation", "retry")
                        .timer()
                        .count())
                .isEqualTo(1);
        assertThat(request("DELETE", "/upstream/2").statusCode()).isEqualTo(204);
        assertRefused(
                request("DELETE", "/upstream/2"),
                "expected the number of a failed mutation of channel upstream, got 2");
        assertThat(get("/upstream").at("/client/upstream/failedCount").intValue())
                .isZero();
    }

    @Test
    void endpoint_readOnly_hasTheReadsAlone() throws Exception {
        server = new BoardServer(0, EXPOSED, "management.endpoint.zenquerysync.access=read-only");

        assertThat(request("GET", "").statusCode()).isEqualTo(200);
        assertThat(request("POST", "/board/1").statusCode()).isEqualTo(404);
        assertThat(request("DELETE", "/board/1").statusCode()).isEqualTo(404);
    }

    @Test
    void health_live_isUpAndSaysSo() throws Exception {
        start();
        client.add("new");
        client.await(MutationConfirmedEvent.class);

        CompositeHealthContributor channels = (CompositeHealthContributor)
                client.context.getBean(HealthContributorRegistry.class).getContributor("zenquerySync");
        assertThat(channels).isNotNull();
        HealthIndicator health = (HealthIndicator) channels.getContributor("board");
        assertThat(health).isNotNull();
        assertThat(health.health().getStatus()).isEqualTo(Status.UP);
        assertThat(health.health().getDetails())
                .containsEntry("state", SessionState.LIVE)
                .containsEntry("confirmedServerSeq", 1L)
                .containsEntry("pending", 0)
                .doesNotContainKey("disconnectedSince");
    }

    @Test
    void health_channelOpenedAtRunTime_isInIt() throws Exception {
        server = new BoardServer(
                0,
                EXPOSED,
                "management.endpoint.health.show-details=always",
                "zenquery.sync.url=ws://127.0.0.1:1/zenquery",
                "zenquery.sync.channel=upstream",
                "zenquery.sync.auto-startup=false");
        assertThat(health().propertyNames()).containsExactly("upstream");

        SyncOperations orders = server.bean(SyncTemplate.class).channel("orders");
        orders.mutate(draft -> draft.atom("a").add("", 1));

        JsonNode channels = health();
        assertThat(channels.propertyNames()).containsExactly("orders", "upstream");
        assertThat(channels.at("/orders/details/pending").intValue()).isEqualTo(1);
        assertThat(channels.at("/upstream/details/pending").intValue()).isZero();
        assertThat(actuator("GET", "health/zenquerySync/orders").statusCode()).isEqualTo(200);
        assertThat(actuator("GET", "health/zenquerySync/stock").statusCode()).isEqualTo(404);
    }

    private JsonNode health() throws IOException, InterruptedException {
        HttpResponse<String> response = actuator("GET", "health/zenquerySync");
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return JsonMapper.shared().readTree(response.body()).get("components");
    }
}
