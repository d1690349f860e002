package io.zenquery.sync.example.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.zenquery.sync.spring.SyncOperations;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What the page is made of, without a browser. */
@SpringBootTest(classes = TaskBoardClientApplication.class, webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
@Timeout(60)
class PageTest {
    private static final ExampleServer SERVER = new ExampleServer();
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    @LocalServerPort
    private int port;

    @Autowired
    private SyncOperations sync;

    @DynamicPropertySource
    static void connectToServer(DynamicPropertyRegistry registry) {
        registry.add("zenquery.sync.outbox.path", () -> "target/page-" + UUID.randomUUID() + ".outbox");
        registry.add("zenquery.sync.client-id", () -> "anna");
        registry.add("zenquery.sync.url", () -> "ws://127.0.0.1:" + SERVER.port() + "/zenquery");
    }

    @AfterAll
    static void stopServer() {
        SERVER.close();
    }

    @BeforeEach
    void live() {
        await().until(() -> sync.state().name().equals("LIVE") && sync.pending().isEmpty());
    }

    private HttpResponse<String> ask(String method, String path, String body) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        if (!body.isEmpty()) {
            request.header("Content-Type", "application/json");
        }
        return HTTP.send(request.build(), BodyHandlers.ofString());
    }

    /** What the feed says to a page that has just been opened, up to its first state. */
    private List<String> feed(String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/feed"));
        if (headers.length > 0) {
            request.headers(headers);
        }
        HttpResponse<Stream<String>> response = HTTP.send(request.build(), BodyHandlers.ofLines());
        assertThat(response.headers().firstValue("Content-Type"))
                .hasValueSatisfying(type -> assertThat(type).startsWith("text/event-stream"));
        boolean[] state = new boolean[1];
        try (Stream<String> lines = response.body()) {
            return lines.takeWhile(line -> {
                        boolean more = !(state[0] && line.isEmpty());
                        state[0] |= line.equals("event:state");
                        return more;
                    })
                    .toList();
        }
    }

    private static JsonNode lastData(List<String> feed) {
        String data = feed.get(feed.size() - 1);
        assertThat(data).startsWith("data:");
        return JsonMapper.shared().readTree(data.substring("data:".length()));
    }

    @Test
    void page_andWhatItNeeds_areServed() throws Exception {
        HttpResponse<String> page = ask("GET", "/", "");
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body()).contains("<!doctype html>", "/client/app.js", "/shared/theme.css");
        for (String file : List.of("/client/app.js", "/client/client.css", "/shared/theme.css", "/shared/dom.js")) {
            assertThat(ask("GET", file, "").statusCode()).as(file).isEqualTo(200);
        }
    }

    @Test
    void feed_beginsWithTheHistory_thenTheState() throws Exception {
        ask("POST", "/tasks", "{\"id\":\"t-feed\",\"title\":\"feed the feed\"}");
        await().until(() -> sync.pending().isEmpty());

        List<String> feed = feed();
        assertThat(feed.get(0)).isEqualTo("event:entry");
        assertThat(feed).anyMatch(line -> line.contains("\"kind\":\"mutate\"") && line.contains("feed the feed"));
        assertThat(feed).anyMatch(line -> line.contains("\"kind\":\"sent\""));
        JsonNode state = lastData(feed);
        assertThat(state.path("clientId").asString()).isEqualTo("anna");
        assertThat(state.path("connection").asString()).isEqualTo("LIVE");
        assertThat(state.path("view").toString()).contains("t-feed");
        assertThat(state.path("view")).isEqualTo(state.path("confirmed"));
        assertThat(state.path("pending")).isEmpty();
    }

    @Test
    void feed_openedAgain_goesOnAfterTheLastEntry() throws Exception {
        // What has happened just before may be noted between the two.
        await().untilAsserted(() ->
                assertThat(feed("Last-Event-ID", lastId(feed()))).noneMatch(line -> line.equals("event:entry")));
    }

    private static String lastId(List<String> feed) {
        return feed.stream()
                .filter(line -> line.startsWith("id:"))
                .reduce((first, second) -> second)
                .orElseThrow()
                .substring("id:".length());
    }

    @Test
    void offline_theStateSaysWhatIsUnderWay() throws Exception {
        ask("POST", "/offline", "");
        await().until(() -> sync.state().name().equals("OFFLINE"));
        ask("POST", "/tasks/t-plants/toggle", "");

        JsonNode pending = lastData(feed()).path("pending").path(0);
        assertThat(pending.path("task").asString()).isEqualTo("t-plants");
        assertThat(pending.path("what").asString()).isEqualTo("tick or untick “water the plants”");
        assertThat(pending.path("sent").asBoolean()).isFalse();
        ask("POST", "/online", "");
    }

    @Test
    void serverRejects_isHandedBack_andAcceptedWhenTriedAgain() throws Exception {
        assertThat(ask("PUT", "/server-rejects?on=true", "").statusCode()).isEqualTo(200);
        await().untilAsserted(() ->
                assertThat(lastData(feed()).path("rejecting").asBoolean()).isTrue());
        ask("POST", "/tasks", "{\"id\":\"t-no\",\"title\":\"not now\"}");
        await().until(() -> sync.failed().size() == 1);
        long number = sync.failed().get(0).clientSeq();
        assertThat(sync.failed().get(0).code()).isEqualTo("read-only");
        assertThat(sync.view("tasks").toString()).doesNotContain("t-no");

        ask("PUT", "/server-rejects?on=false", "");
        assertThat(ask("POST", "/failed/" + number + "/retry", "").statusCode()).isEqualTo(200);
        await().until(() -> sync.confirmed("tasks").toString().contains("t-no"));
        assertThat(sync.failed()).isEmpty();
        assertThat(feed())
                .anyMatch(line -> line.contains("\"kind\":\"rejected\""))
                .anyMatch(line -> line.contains("\"kind\":\"rollback\""));
    }

    @Test
    void serverSwitch_withoutServer_saysSo() {
        ServerSwitch toNobody = new ServerSwitch(sync, URI.create("ws://127.0.0.1:1/zenquery"));

        assertThatThrownBy(() -> toNobody.rejectWrites(true))
                .isInstanceOf(ServerSwitch.ServerUnreachableException.class)
                .hasMessageContaining("http://127.0.0.1:1")
                .hasMessageContaining("Is it running?");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            POST   | /tasks                  | {}                     | 400 | expected a title, got none
            POST   | /tasks                  | {"title": 5, "index":" | 400 | expected JSON
            POST   | /tasks                  | ''                     | 400 | expected JSON in the body, got none
            POST   | /tasks                  | {"title":"a","index":"x"} | 400 | expected JSON in the form
            POST   | /tasks                  | {"title":"a","index":99} | 409 | 99
            PUT    | /tasks/t-plants/title   | {}                     | 400 | expected a title, got none
            PUT    | /tasks/nobody/title     | {"title":"a"}          | 409 | nobody
            POST   | /tasks/nobody/toggle    | ''                     | 409 | nobody
            POST   | /tasks/t-plants/move    | {}                     | 400 | expected an index, got none
            POST   | /tasks/t-plants/move    | {"index":-1}           | 409 | -1
            DELETE | /tasks/nobody           | ''                     | 409 | nobody
            POST   | /patch                  | {"op":"add"}           | 409 | array
            PUT    | /latency?millis=x       | ''                     | 400 | millis
            PUT    | /latency?millis=-1      | ''                     | 400 | expected a latency of 0 to 10000 ms, got -1
            PUT    | /latency?millis=10001   | ''                     | 400 | got 10001
            PUT    | /server-rejects         | ''                     | 400 | on
            PUT    | /server-rejects?on=much | ''                     | 400 | much
            POST   | /failed/4711/retry      | ''                     | 404 | got 4711
            DELETE | /failed/4711            | ''                     | 404 | got 4711
            GET    | /nothing/here           | ''                     | 404 | nothing/here
            """)
    void badInput_isAProblemThatSaysWhy(String method, String path, String body, int status, String why)
            throws Exception {
        HttpResponse<String> answer = ask(method, path, body);

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        assertThat(JsonMapper.shared().readTree(answer.body()).path("detail").asString())
                .contains(why);
    }
}
