package io.zenquery.sync.e2e;

import io.zenquery.sync.patch.AtomKey;
import io.zenquery.sync.server.InitialDocuments;
import io.zenquery.sync.server.MutationCall;
import io.zenquery.sync.server.MutationFunction;
import io.zenquery.sync.server.RejectMutationException;
import io.zenquery.sync.server.SyncServer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.web.socket.config.WebSocketMessageBrokerStats;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** A real server of the channel {@code board}, on a random port. */
final class BoardServer implements AutoCloseable {
    private final ServletWebServerApplicationContext context;

    BoardServer() {
        this(0);
    }

    BoardServer(int port, String... properties) {
        this(port, context -> {}, properties);
    }

    /** @param initializer adds to the application */
    BoardServer(int port, ApplicationContextInitializer<GenericApplicationContext> initializer, String... properties) {
        List<String> all = new ArrayList<>(List.of(properties));
        all.addAll(List.of("server.address=127.0.0.1", "server.port=" + port, "spring.main.banner-mode=off"));
        context = (ServletWebServerApplicationContext) new SpringApplicationBuilder(App.class)
                .web(WebApplicationType.SERVLET)
                .initializers(initializer)
                .properties(all.toArray(String[]::new))
                .run();
    }

    int port() {
        return context.getWebServer().getPort();
    }

    SyncServer sync() {
        return context.getBean(SyncServer.class);
    }

    JsonNode tasks() {
        return sync().state("board").documents().get(AtomKey.of("tasks"));
    }

    Frames frames() {
        return context.getBean(Frames.class);
    }

    <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    /** How many WebSocket sessions the server holds to be open. */
    int sessions() {
        return context.getBean(WebSocketMessageBrokerStats.class)
                .getWebSocketSessionStats()
                .getWebSocketSessions();
    }

    @Override
    public void close() {
        context.close();
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class App {
        @Bean
        InitialDocuments seed() {
            return channel -> Map.of(AtomKey.of("tasks"), JsonMapper.shared().readTree("""
                    {"items": [{"id": "a", "title": "A"}, {"id": "b", "title": "B"}]}"""));
        }

        @Bean
        Frames frames() {
            return new Frames();
        }

        /** Adds a task, but none without a title. */
        @Bean
        MutationFunction add() {
            return new MutationFunction() {
                @Override
                public String name() {
                    return "task.add";
                }

                @Override
                public void handle(MutationCall call) {
                    if (call.input().path("title").asString("").isBlank()) {
                        throw new RejectMutationException("title-empty", "a task needs a title");
                    }
                    ObjectNode task = (ObjectNode) call.input().deepCopy();
                    call.creates().forEach(temporary -> call.becomes(temporary, "task-" + temporary));
                    call.creates().forEach(temporary -> task.put("id", "task-" + temporary));
                    call.draft().atom("tasks").add("/items/-", task);
                }
            };
        }
    }
}
