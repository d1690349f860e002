package io.zenquery.sync.autoconfigure.server;

import static io.zenquery.sync.autoconfigure.server.StompTestClient.next;
import static org.assertj.core.api.Assertions.assertThat;

import io.zenquery.sync.protocol.ServerMessage.Problem;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

/** Clients of other makers, which send a frame in one message, whatever its size. */
class MessageSizeTest {
    private static final byte[] FRAME = "x".repeat(40_000).getBytes(StandardCharsets.UTF_8);

    private ConfigurableApplicationContext application;
    private StompTestClient client;

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Application {}

    private void start(String size) throws Exception {
        application = new SpringApplicationBuilder(Application.class)
                .run(
                        "--server.address=127.0.0.1",
                        "--server.port=0",
                        "--zenquery.sync.server.max-message-size=" + size);
        client = new StompTestClient(
                ((WebServerApplicationContext) application).getWebServer().getPort(), "/zenquery");
        client.subscribe("c");
    }

    @AfterEach
    void stop() {
        client.close();
        application.close();
    }

    @Test
    void message_asLargeAsAllowed_isRead() throws Exception {
        start("64KB");

        client.send("/app/zenquery/c/resume", FRAME);

        assertThat(((Problem) next(client.answers)).message()).contains("expected a message as JSON");
    }

    @ParameterizedTest
    @CsvSource({"16KB", "8KB"})
    void message_larger_closesTheConnection(String size) throws Exception {
        start(size);

        client.sendTooMuch("/app/zenquery/c/resume", FRAME);

        assertThat(client.lost.await(20, TimeUnit.SECONDS)).isTrue();
    }
}
