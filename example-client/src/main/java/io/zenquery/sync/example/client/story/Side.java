package io.zenquery.sync.example.client.story;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** One process of the story, seen through its REST face. */
record Side(String name, URI address) {
    private static final JsonMapper MAPPER = JsonMapper.shared();
    private static final HttpClient HTTP =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

    JsonNode get(String path) {
        return send(HttpRequest.newBuilder(address.resolve(path)).GET());
    }

    /** Whether somebody is there. */
    boolean answers() {
        try {
            get("/state");
            return true;
        } catch (IllegalStateException e) {
            return false;
        }
    }

    JsonNode post(String path, Object body) {
        return send(HttpRequest.newBuilder(address.resolve(path)).POST(json(body)));
    }

    JsonNode post(String path) {
        return send(HttpRequest.newBuilder(address.resolve(path)).POST(BodyPublishers.noBody()));
    }

    JsonNode put(String path, Object body) {
        return send(HttpRequest.newBuilder(address.resolve(path)).PUT(json(body)));
    }

    /** Removes a task. */
    void delete(String id) {
        send(HttpRequest.newBuilder(address.resolve("/tasks/" + id)).DELETE());
    }

    void add(String id, String title, int index) {
        post("/tasks", Map.of("id", id, "title", title, "index", index));
    }

    void rename(String id, String title) {
        put("/tasks/" + id + "/title", Map.of("title", title));
    }

    /** The optimistic board of a client. */
    JsonNode board() {
        return get("/view").path("view");
    }

    boolean isLive() {
        return get("/view").path("state").asString("").equals("LIVE");
    }

    int pending() {
        return get("/view").path("pending").asInt();
    }

    /** A client in one line: its titles, what is pending, and whether it is connected. */
    String describe() {
        JsonNode view = get("/view");
        return name + " " + view.path("state").asString("") + ", "
                + view.path("pending").asInt() + " pending: " + titles(view.path("view"));
    }

    static String titles(JsonNode board) {
        return board.path("items").values().stream()
                .map(item -> (item.path("done").asBoolean() ? "[x] " : "[ ] ")
                        + item.path("title").asString(""))
                .collect(Collectors.joining(" | "));
    }

    private static HttpRequest.BodyPublisher json(Object body) {
        return BodyPublishers.ofByteArray(MAPPER.writeValueAsBytes(body));
    }

    private JsonNode send(HttpRequest.Builder request) {
        HttpRequest complete = request.header("Content-Type", "application/json")
                .timeout(Duration.ofSeconds(10))
                .build();
        try {
            HttpResponse<String> response = HTTP.send(complete, BodyHandlers.ofString());
            if (response.statusCode() >= 300) {
                throw new IllegalStateException(name + ": " + complete.method() + " " + complete.uri() + " answered "
                        + response.statusCode() + " " + response.body());
            }
            return MAPPER.readTree(response.body().isEmpty() ? "null" : response.body());
        } catch (IOException e) {
            throw new IllegalStateException(
                    name + ": " + complete.method() + " " + complete.uri() + ": expected an answer, got " + e, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(name + ": interrupted", e);
        }
    }
}
