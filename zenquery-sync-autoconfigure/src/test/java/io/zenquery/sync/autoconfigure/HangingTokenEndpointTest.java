package io.zenquery.sync.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.zenquery.sync.session.SessionListener;
import io.zenquery.sync.session.SessionState;
import io.zenquery.sync.spring.SyncSessionListenerFactory;
import io.zenquery.sync.spring.SyncTemplate;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.security.oauth2.client.autoconfigure.OAuth2ClientAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpHeaders;
import org.springframework.security.oauth2.client.endpoint.OAuth2AccessTokenResponseClient;
import org.springframework.security.oauth2.client.endpoint.OAuth2ClientCredentialsGrantRequest;
import org.springframework.security.oauth2.core.OAuth2AccessToken.TokenType;
import org.springframework.security.oauth2.core.endpoint.OAuth2AccessTokenResponse;

/** A token endpoint that takes requests and does not answer them, unless the test does. */
class HangingTokenEndpointTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Queue<HttpExchange> asked = new ConcurrentLinkedQueue<>();
    private final Queue<String> failures = new ConcurrentLinkedQueue<>();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private HttpServer endpoint;
    private ServletWebServerApplicationContext server;

    @BeforeEach
    void start() throws IOException {
        endpoint = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        endpoint.setExecutor(threads);
        endpoint.createContext("/token", asked::add);
        endpoint.start();
        server = (ServletWebServerApplicationContext) new SpringApplicationBuilder(Server.class)
                .web(WebApplicationType.SERVLET)
                .properties("server.address=127.0.0.1", "server.port=0", "spring.main.banner-mode=off")
                .run();
    }

    @AfterEach
    void stop() {
        server.close();
        endpoint.stop(0);
        threads.shutdownNow();
    }

    private static void answer(HttpExchange exchange) throws IOException {
        byte[] token = "{\"access_token\": \"late\", \"token_type\": \"Bearer\", \"expires_in\": 3600}"
                .getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set(HttpHeaders.CONTENT_TYPE, "application/json");
        exchange.sendResponseHeaders(200, token.length);
        exchange.getResponseBody().write(token);
        exchange.close();
    }

    private ApplicationContextRunner client() {
        String registration = "spring.security.oauth2.client.registration.sync.";
        SessionListener failing = new SessionListener() {
            @Override
            public void onState(SessionState from, SessionState to, String reason) {
                if (from == SessionState.CONNECTING && to == SessionState.CONNECTING) {
                    failures.add(reason);
                }
            }
        };
        return ClientContexts.bare()
                .withConfiguration(AutoConfigurations.of(OAuth2ClientAutoConfiguration.class))
                .withBean(SyncSessionListenerFactory.class, () -> (connection, channel) -> failing)
                .withPropertyValues(
                        "zenquery.sync.url=ws://127.0.0.1:"
                                + server.getWebServer().getPort() + "/zenquery",
                        "zenquery.sync.channel=board",
                        "zenquery.sync.channels=orders",
                        "zenquery.sync.connect-timeout=150ms",
                        "zenquery.sync.reconnect.initial-delay=5ms",
                        "zenquery.sync.reconnect.max-delay=20ms",
                        "zenquery.sync.oauth2.registration-id=sync",
                        registration + "client-id=kiosk",
                        registration + "client-secret=secret",
                        registration + "authorization-grant-type=client_credentials",
                        registration + "provider=mine",
                        "spring.security.oauth2.client.provider.mine.token-uri=http://127.0.0.1:"
                                + endpoint.getAddress().getPort() + "/token");
    }

    private static long alive(String prefix) {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.isAlive() && thread.getName().startsWith(prefix))
                .count();
    }

    /** Found by review: each attempt to connect held a thread for good. */
    @Test
    void connect_endpointHangs_attemptsEndInTime_joinOneRequest_andHoldOneThread() {
        client().run(context -> {
            await().atMost(PATIENCE).until(() -> failures.size() >= 8);

            assertThat(failures).allMatch(reason -> reason.contains("150 ms") || reason.contains("PT0.15S"));
            assertThat(asked).hasSize(1);
            assertThat(alive("zenquery-sync-token-")).isEqualTo(1);
            await().atMost(PATIENCE).until(() -> alive("zenquery-sync-send-") <= 1);

            answer(asked.element());

            SyncTemplate sync = context.getBean(SyncTemplate.class);
            await().atMost(PATIENCE)
                    .until(() -> sync.state() == SessionState.LIVE
                            && sync.channel("orders").state() == SessionState.LIVE);
            assertThat(asked).hasSize(1);
        });
        await().atMost(PATIENCE).until(() -> alive("zenquery-sync-token-") == 0);
    }

    @Test
    void close_endpointHangs_leavesNoThread() {
        client().run(context -> await().atMost(PATIENCE).until(() -> asked.size() == 1));

        await().atMost(PATIENCE).until(() -> alive("zenquery-sync-token-") == 0);
    }

    @Test
    void connect_ourTokenClient_givesUpByItself_andAsksAgain() {
        client().withUserConfiguration(ShortTimeouts.class).run(context -> {
            await().atMost(PATIENCE).until(() -> asked.size() >= 2);
            assertThat(context.getBean(SyncTemplate.class).state()).isEqualTo(SessionState.CONNECTING);
        });
    }

    @Test
    void connect_applicationsTokenClient_isUsed() {
        client().withUserConfiguration(OwnTokens.class)
                .run(context -> await().atMost(PATIENCE)
                        .until(() -> context.getBean(SyncTemplate.class).state() == SessionState.LIVE));
        assertThat(asked).isEmpty();
    }

    @Configuration(proxyBeanMethods = false)
    static class ShortTimeouts {
        @Bean
        TokenSource tokenSource(ListableBeanFactory beans) {
            return new OAuth2TokenSource(beans, new TokenClients(Duration.ofMillis(100), Duration.ofMillis(100)));
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class OwnTokens {
        @Bean
        OAuth2AccessTokenResponseClient<OAuth2ClientCredentialsGrantRequest> tokens() {
            return request -> OAuth2AccessTokenResponse.withToken("own")
                    .tokenType(TokenType.BEARER)
                    .expiresIn(3600)
                    .build();
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Server {}
}
