package io.zenquery.sync.benchmarks.endtoend;

import io.zenquery.sync.atom.Draft;
import io.zenquery.sync.patch.AtomKey;
import io.zenquery.sync.server.InitialDocuments;
import io.zenquery.sync.server.annotation.MutationHandler;
import java.util.Map;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.messaging.handler.annotation.MessageMapping;
import org.springframework.messaging.handler.annotation.SendTo;
import org.springframework.messaging.simp.annotation.SendToUser;
import org.springframework.stereotype.Controller;
import org.springframework.web.socket.TextMessage;
import org.springframework.web.socket.WebSocketSession;
import org.springframework.web.socket.config.annotation.EnableWebSocket;
import org.springframework.web.socket.config.annotation.WebSocketConfigurer;
import org.springframework.web.socket.handler.TextWebSocketHandler;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** The application that is measured; beside the sync server it echoes bare STOMP messages and bare WebSocket messages. */
final class Server implements AutoCloseable {
    static final String ATOM = "items";

    private final ConfigurableApplicationContext context;

    Server(Store store) {
        SpringApplication application = new SpringApplication(Application.class);
        application.setDefaultProperties(Map.of(
                "server.port", "0",
                "server.address", "127.0.0.1",
                "spring.main.banner-mode", "off",
                "logging.level.root", "warn",
                "zenquery.sync.enabled", "false",
                "zenquery.sync.server.max-messages-per-second", "0",
                "zenquery.sync.server.receive-buffer-size", "64MB"));
        context = application.run(store.options().toArray(String[]::new));
    }

    int port() {
        return Integer.parseInt(String.valueOf(context.getEnvironment().getProperty("local.server.port")));
    }

    @Override
    public void close() {
        context.close();
    }

    /** What a mutation says: the text of one item is another one. */
    record Edit(int item, String text) {}

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @EnableWebSocket
    static class Application {

        /** The channel's name says how many items its document has. */
        @Bean
        InitialDocuments initialDocuments() {
            return channel -> {
                int items = Integer.parseInt(channel.substring(channel.lastIndexOf('-') + 1));
                ArrayNode list = JsonNodeFactory.instance.arrayNode();
                for (int i = 0; i < items; i++) {
                    list.addObject()
                            .put("id", "item-" + i)
                            .put("text", "as it was")
                            .put("done", false);
                }
                return Map.of(AtomKey.of(ATOM), list);
            };
        }

        @Bean
        Handlers handlers() {
            return new Handlers();
        }

        @Bean
        Echo echo() {
            return new Echo();
        }

        @Bean
        WebSocketConfigurer bareWebSocket() {
            return registry -> registry.addHandler(
                    new TextWebSocketHandler() {
                        @Override
                        protected void handleTextMessage(WebSocketSession session, TextMessage message)
                                throws Exception {
                            session.sendMessage(message);
                        }
                    },
                    "/bare");
        }
    }

    static final class Handlers {
        @MutationHandler("edit")
        void edit(Edit edit, Draft draft) {
            draft.atom(ATOM).replace("/" + edit.item() + "/text", edit.text());
        }
    }

    @Controller
    static class Echo {
        @MessageMapping("/echo")
        @SendToUser(destinations = "/queue/echo", broadcast = false)
        String echo(String message) {
            return message;
        }

        @MessageMapping("/broadcast")
        @SendTo("/topic/broadcast")
        String broadcast(String message) {
            return message;
        }
    }
}
