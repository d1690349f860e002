package io.zenquery.sync.example.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.web.client.RestClient;
import tools.jackson.databind.JsonNode;

/** Client and server of the task board, each over its REST face. */
@SpringBootTest(classes = TaskBoardClientApplication.class, webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
class TaskBoardTest {
    private static final ExampleServer SERVER = new ExampleServer();

    private final RestClient server = RestClient.create("http://127.0.0.1:" + SERVER.port());
    private RestClient client;

    @LocalServerPort
    private int port;

    @DynamicPropertySource
    static void connectToServer(DynamicPropertyRegistry registry) {
        registry.add(
                "zenquery.sync.outbox.path",
                () -> "target/outbox-" + ProcessHandle.current().pid());
        registry.add("zenquery.sync.url", () -> "ws://127.0.0.1:" + SERVER.port() + "/zenquery");
    }

    @AfterAll
    static void stopServer() {
        SERVER.close();
    }

    @BeforeEach
    void connect() {
        client = RestClient.create("http://127.0.0.1:" + port);
        post("/online", Map.of());
        await().until(() -> view().path("state").asString().equals("LIVE"));
        await().until(() -> view().path("pending").asInt() == 0);
    }

    @Test
    void writes_ofEachKind_reachTheServer() {
        String id = post("/tasks", Map.of("title", "buy milk")).path("id").asString();
        long renamed = put("/tasks/" + id + "/title", Map.of("title", "buy oat milk"));
        post("/tasks/" + id + "/toggle", Map.of());
        post("/tasks/" + id + "/move", Map.of("index", 0));
        assertThat(view().at("/view/items/0/title").asString()).isEqualTo("buy oat milk");
        assertThat(view().at("/view/items/0/done").asBoolean()).isTrue();

        await().untilAsserted(() -> {
            assertThat(status(renamed)).isEqualTo("visible");
            assertThat(serverBoard().at("/items/0/id").asString()).isEqualTo(id);
            assertThat(view().path("view")).isEqualTo(view().path("confirmed")).isEqualTo(serverBoard());
        });
        long removed = client.delete()
                .uri("/tasks/" + id)
                .retrieve()
                .body(JsonNode.class)
                .path("clientSeq")
                .asLong();
        await().untilAsserted(() -> assertThat(status(removed)).isEqualTo("visible"));
        assertThat(serverBoard().toString()).doesNotContain(id);
    }

    @Test
    void patch_offline_isSentWhenBackOnline() {
        post("/offline", Map.of());
        await().until(() -> view().path("state").asString().equals("OFFLINE"));

        long clientSeq = post("/patch", List.of(Map.of("op", "add", "path", "/note", "value", "written offline")))
                .path("clientSeq")
                .asLong();
        assertThat(view().at("/view/note").asString()).isEqualTo("written offline");
        assertThat(view().at("/confirmed/note").isMissingNode()).isTrue();
        assertThat(status(clientSeq)).isEqualTo("pending");
        post("/online", Map.of());

        await().untilAsserted(() -> assertThat(status(clientSeq)).isEqualTo("visible"));
        assertThat(serverBoard().path("note").asString()).isEqualTo("written offline");
    }

    @Test
    void add_withoutTitle_isShownThenRolledBackWithTheServersCode() {
        JsonNode before = view().path("view");

        long clientSeq = post("/tasks", Map.of("title", " ")).path("clientSeq").asLong();

        await().untilAsserted(() -> assertThat(status(clientSeq)).isEqualTo("rejected:title-empty"));
        assertThat(view().path("view")).isEqualTo(before).isEqualTo(serverBoard());
    }

    @Test
    void rename_ofUnknownTask_isRefusedAtOnce() {
        ResponseEntity<JsonNode> answer = client.put()
                .uri("/tasks/nobody/title")
                .contentType(MediaType.APPLICATION_JSON)
                .body(Map.of("title", "x"))
                .retrieve()
                .onStatus(status -> true, (request, response) -> {})
                .toEntity(JsonNode.class);

        assertThat(answer.getStatusCode().value()).isEqualTo(409);
        assertThat(answer.getBody().path("detail").asString()).contains("nobody");
    }

    private JsonNode view() {
        return client.get().uri("/view").retrieve().body(JsonNode.class);
    }

    private String status(long clientSeq) {
        for (JsonNode entry :
                client.get().uri("/receipts").retrieve().body(JsonNode.class).values()) {
            if (entry.path("clientSeq").asLong() == clientSeq) {
                return entry.path("status").asString();
            }
        }
        return "unknown";
    }

    private JsonNode serverBoard() {
        return server.get().uri("/state").retrieve().body(JsonNode.class).at("/state/tasks");
    }

    private JsonNode post(String path, Object body) {
        JsonNode answer = client.post()
                .uri(path)
                .contentType(MediaType.APPLICATION_JSON)
                .body(body)
                .retrieve()
                .body(JsonNode.class);
        return answer;
    }

    private long put(String path, Object body) {
        return client.put()
                .uri(path)
                .contentType(MediaType.APPLICATION_JSON)
                .body(body)
                .retrieve()
                .body(JsonNode.class)
                .path("clientSeq")
                .asLong();
    }
}
