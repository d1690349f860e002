package io.zenquery.sync.example.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.zenquery.sync.patch.AtomKey;
import io.zenquery.sync.protocol.ClientMessage.Mutation;
import io.zenquery.sync.protocol.ClientMessage.MutationBatch;
import io.zenquery.sync.protocol.ClientMessage.Resume;
import io.zenquery.sync.protocol.ServerMessage;
import io.zenquery.sync.protocol.ServerMessage.Rejection;
import io.zenquery.sync.protocol.ServerMessage.Welcome;
import io.zenquery.sync.server.SyncServer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class TaskBoardServerTest {
    private static final AtomKey TASKS = AtomKey.of(TaskHandlers.ATOM);

    private ConfigurableApplicationContext context;
    private String fence;
    private long last;

    @BeforeEach
    void start() {
        SpringApplication application = new SpringApplication(TaskBoardServerApplication.class);
        application.setDefaultProperties(TaskBoardServerApplication.DEFAULTS);
        context = application.run("--server.port=0", "--spring.datasource.url=jdbc:h2:mem:" + UUID.randomUUID());
        Resume resume = new Resume("ann", "1", null, 0, null, null);
        fence = ((Welcome) server().resume(BoardController.CHANNEL, resume).get(0)).fence();
    }

    @AfterEach
    void stop() {
        context.close();
    }

    private SyncServer server() {
        return context.getBean(SyncServer.class);
    }

    /** The code of the rejection; "accepted" if there is none. */
    private String mutate(String name, String input) {
        JsonNode json = JsonMapper.shared().readTree(input.replace('\'', '"'));
        Mutation mutation = new Mutation(last + 1, name, json, Map.of(), Map.of(), null);
        ServerMessage verdict = server().submit(
                        BoardController.CHANNEL,
                        new MutationBatch(
                                fence, server().state(BoardController.CHANNEL).serverSeq(), last, List.of(mutation)),
                        null)
                .get(0);
        last++;
        return verdict instanceof Rejection rejection ? rejection.code() : "accepted";
    }

    private List<String> ids() {
        return server().state(BoardController.CHANNEL).documents().get(TASKS).get("items").values().stream()
                .map(item -> item.get("id").stringValue())
                .toList();
    }

    private JsonNode item(String id) {
        return server().state(BoardController.CHANNEL).documents().get(TASKS).get("items").values().stream()
                .filter(item -> item.get("id").stringValue().equals(id))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void tasks_addedRenamedToggledMovedRemoved_changeTheBoard() {
        assertThat(mutate("task.add", "{'id':'new','title':'New','index':1}")).isEqualTo("accepted");
        assertThat(mutate("task.add", "{'id':'last','title':'Last'}")).isEqualTo("accepted");
        assertThat(mutate("task.add", "{'id':'far','title':'Far','index':99}")).isEqualTo("accepted");
        assertThat(mutate("task.rename", "{'id':'new','title':'Newer'}")).isEqualTo("accepted");
        assertThat(mutate("task.toggle", "{'id':'new'}")).isEqualTo("accepted");
        assertThat(mutate("task.move", "{'id':'new','index':0}")).isEqualTo("accepted");
        assertThat(mutate("task.remove", "{'id':'t-plants'}")).isEqualTo("accepted");

        assertThat(ids()).containsExactly("new", "t-rules", "last", "far");
        assertThat(item("new").get("title").stringValue()).isEqualTo("Newer");
        assertThat(item("new").get("done").booleanValue()).isTrue();
    }

    @Test
    void mutations_againstTheRules_areRejected() {
        assertThat(mutate("task.add", "{'id':'a','title':'  '}")).isEqualTo("title-empty");
        assertThat(mutate("task.add", "{'id':'a'}")).isEqualTo("title-empty");
        assertThat(mutate("task.add", "{'id':'a','title':'" + "x".repeat(81) + "'}"))
                .isEqualTo("title-too-long");
        assertThat(mutate("task.add", "{'title':'a'}")).isEqualTo("id-empty");
        assertThat(mutate("task.add", "{'id':'t-plants','title':'a'}")).isEqualTo("duplicate-id");
        assertThat(mutate("task.rename", "{'id':'t-plants','title':''}")).isEqualTo("title-empty");
        assertThat(mutate("task.rename", "{'id':'t-rules','title':'a'}")).isEqualTo("item-locked");
        assertThat(mutate("task.toggle", "{'id':'t-rules'}")).isEqualTo("item-locked");
        assertThat(mutate("task.move", "{'id':'nowhere','index':0}")).isEqualTo("no-such-task");
        assertThat(mutate("task.remove", "{'id':'t-rules'}")).isEqualTo("item-locked");
        assertThat(mutate("task.remove", "{'id':'nowhere'}")).isEqualTo("no-such-task");
        assertThat(mutate("task.remove", "[]")).isEqualTo("input-invalid");
        assertThat(mutate("task.paint", "{}")).isEqualTo("unknown-mutation");
        assertThat(server().state(BoardController.CHANNEL).serverSeq()).isZero();
    }

    @Test
    void rest_stateAndVerdicts_areWhatTheServerKnows() throws Exception {
        mutate("task.toggle", "{'id':'t-plants'}");
        mutate("task.toggle", "{'id':'t-rules'}");

        JsonNode state = get("/state");
        assertThat(state.get("serverSeq").longValue()).isEqualTo(1);
        assertThat(state.get("epoch").stringValue()).isNotBlank();
        assertThat(state.at("/state/tasks/items/1/done").booleanValue()).isTrue();
        JsonNode verdicts = get("/verdicts");
        assertThat(verdicts).hasSize(2);
        assertThat(verdicts.at("/0/clientId").stringValue()).isEqualTo("ann");
        assertThat(verdicts.at("/0/accepted").booleanValue()).isTrue();
        assertThat(verdicts.at("/1/clientSeq").longValue()).isEqualTo(2);
        assertThat(verdicts.at("/1/accepted").booleanValue()).isFalse();
        assertThat(verdicts.at("/1/code").stringValue()).isEqualTo("item-locked");
    }

    @Test
    void rest_log_hasTheLastDeltasAsTheyWentOverTheWire() throws Exception {
        assertThat(get("/log")).isEmpty();
        mutate("task.toggle", "{'id':'t-plants'}");
        mutate("task.add", "{'id':'new','title':'New'}");

        JsonNode log = get("/log");
        assertThat(log).hasSize(2);
        assertThat(log.at("/0/serverSeq").longValue()).isEqualTo(1);
        assertThat(log.at("/0/origin/clientId").stringValue()).isEqualTo("ann");
        assertThat(log.at("/1/patches/tasks/0/op").stringValue()).isEqualTo("add");
        assertThat(get("/log?last=1").at("/0/serverSeq").longValue()).isEqualTo(2);
    }

    @Test
    void readOnlyClient_isRejected_untilItMayWriteAgain() throws Exception {
        assertThat(put("/clients/ann/read-only?on=true").statusCode()).isEqualTo(200);
        assertThat(put("/clients/ann/read-only?on=true").statusCode()).isEqualTo(200);
        assertThat(mutate("task.toggle", "{'id':'t-plants'}")).isEqualTo("read-only");
        assertThat(get("/state").at("/state/rules/readOnly/ann").booleanValue()).isTrue();
        assertThat(get("/state").get("serverSeq").longValue()).isEqualTo(1);
        JsonNode ann = get("/clients").get(0);
        assertThat(ann.get("readOnly").booleanValue()).isTrue();
        assertThat(ann.get("rejected").intValue()).isEqualTo(1);
        assertThat(ann.get("connected").isNull()).isTrue();

        assertThat(put("/clients/bob%2Fby~night/read-only?on=true").statusCode())
                .isEqualTo(400); // Tomcat takes no %2F
        assertThat(put("/clients/bob~by~night/read-only?on=true").statusCode()).isEqualTo(200);
        assertThat(get("/state")
                        .path("state")
                        .path("rules")
                        .path("readOnly")
                        .path("bob~by~night")
                        .asBoolean())
                .isTrue();
        assertThat(put("/clients/ann/read-only?on=false").statusCode()).isEqualTo(200);
        assertThat(mutate("task.toggle", "{'id':'t-plants'}")).isEqualTo("accepted");
        assertThat(get("/clients").at("/0/accepted").intValue()).isEqualTo(1);
    }

    @Test
    void badInput_isAProblemThatSaysWhy() throws Exception {
        assertProblem(send("GET", "/log?last=0"), 400, "expected last to be 1 to 500, got 0");
        assertProblem(send("GET", "/log?last=501"), 400, "got 501");
        assertProblem(send("GET", "/log?last=x"), 400, "last");
        assertProblem(put("/clients/ann/read-only"), 400, "on");
        assertProblem(put("/clients/ann/read-only?on=x"), 400, "x");
        assertProblem(put("/clients/" + "a".repeat(201) + "/read-only?on=true"), 400, "1 to 200 characters");
        assertProblem(send("GET", "/nothing/here"), 404, "nothing/here");
    }

    @Test
    void page_andWhatItNeeds_areServed() throws Exception {
        assertThat(send("GET", "/").body()).contains("<!doctype html>", "/server/app.js");
        for (String file : List.of(
                "/server/app.js", "/shared/dom.js", "/shared/theme.css", "/webjars/stomp__stompjs/esm6/index.js")) {
            assertThat(send("GET", file).statusCode()).as(file).isEqualTo(200);
        }
    }

    private static void assertProblem(HttpResponse<String> answer, int status, String why) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        assertThat(JsonMapper.shared().readTree(answer.body()).path("detail").stringValue())
                .contains(why);
    }

    private JsonNode get(String path) throws Exception {
        HttpResponse<String> response = send("GET", path);
        assertThat(response.statusCode()).isEqualTo(200);
        return JsonMapper.shared().readTree(response.body());
    }

    private HttpResponse<String> put(String path) throws Exception {
        return send("PUT", path);
    }

    private HttpResponse<String> send(String method, String path) throws Exception {
        int port = ((WebServerApplicationContext) context).getWebServer().getPort();
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .method(method, HttpRequest.BodyPublishers.noBody())
                .build();
        return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    }
}
