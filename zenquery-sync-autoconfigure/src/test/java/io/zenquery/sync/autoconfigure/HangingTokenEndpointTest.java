package io.zenquery.sync.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import io.zenquery.sync.session.SessionState;
import io.zenquery.sync.spring.SyncSessionListenerFactory;
import io.zenquery.sync.spring.SyncTemplate;
import java.io.IOException;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.oauth2.client.endpoint.OAuth2AccessTokenResponseClient;
import org.springframework.security.oauth2.client.endpoint.OAuth2ClientCredentialsGrantRequest;
import org.springframework.security.oauth2.core.OAuth2AccessToken.TokenType;
import org.springframework.security.oauth2.core.endpoint.OAuth2AccessTokenResponse;

/** A token endpoint that takes requests and does not answer them, unless the test does. */
class HangingTokenEndpointTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Queue<HttpExchange> asked = new ConcurrentLinkedQueue<>();
    private final FailedAttempts failures = new FailedAttempts();
    private ServerWithTokens server;

    @BeforeEach
    void start() throws IOException {
        server = new ServerWithTokens(Server.class, asked::add);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private ApplicationContextRunner client() {
        return server.client()
                .withBean(SyncSessionListenerFactory.class, () -> failures)
                .withPropertyValues(
                        "zenquery.sync.channels=orders",
                        "zenquery.sync.connect-timeout=150ms",
                        "zenquery.sync.reconnect.initial-delay=5ms",
                        "zenquery.sync.reconnect.max-delay=20ms");
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
            await().atMost(PATIENCE).until(() -> failures.reasons.size() >= 8);

            assertThat(failures.reasons).allMatch(reason -> reason.contains("150 ms") || reason.contains("PT0.15S"));
            assertThat(asked).hasSize(1);
            assertThat(alive("zenquery-sync-token-")).isEqualTo(1);
            await().atMost(PATIENCE).until(() -> alive("zenquery-sync-send-") <= 1);

            ServerWithTokens.answer(asked.element(), "late");

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
