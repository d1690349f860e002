package io.zenquery.sync.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import io.zenquery.sync.session.SessionState;
import io.zenquery.sync.spring.SyncTemplate;
import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpHeaders;

/** A server that takes one token only, and an authorization server that gives another each time. */
class OAuth2TokenTest {
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private final AtomicInteger given = new AtomicInteger();
    private ServerWithTokens server;

    @BeforeEach
    void start() throws IOException {
        server = new ServerWithTokens(Server.class, this::giveToken);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private void giveToken(HttpExchange exchange) throws IOException {
        String asked = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        String login = exchange.getRequestHeaders().getFirst(HttpHeaders.AUTHORIZATION);
        if (asked.contains("grant_type=client_credentials")
                && login.equals("Basic " + HttpHeaders.encodeBasicAuth("kiosk", "secret", StandardCharsets.UTF_8))) {
            ServerWithTokens.answer(exchange, "token-" + given.incrementAndGet());
        } else {
            ServerWithTokens.answer(exchange, 401, "{\"error\": \"invalid_client\"}");
        }
    }

    private ApplicationContextRunner client() {
        return server.client()
                .withPropertyValues(
                        "zenquery.sync.reconnect.initial-delay=20ms", "zenquery.sync.reconnect.max-delay=100ms");
    }

    private static void awaitLive(SyncTemplate sync) {
        await().atMost(PATIENCE).until(() -> sync.state() == SessionState.LIVE);
    }

    @Test
    void connect_tokenTaken_isKeptForTheNextAttempt() {
        Server.taken = "token-1";
        client().run(context -> {
            SyncTemplate sync = context.getBean(SyncTemplate.class);
            awaitLive(sync);
            sync.disconnect();
            await().atMost(PATIENCE).until(() -> sync.state() == SessionState.OFFLINE);
            sync.connect();
            awaitLive(sync);
        });
        assertThat(given).hasValue(1);
        assertThat(Server.shown).containsExactly("Bearer token-1", "Bearer token-1");
    }

    @Test
    void connect_tokenNotTaken_isReplacedByTheNext() {
        Server.taken = "token-3";
        client().run(context -> awaitLive(context.getBean(SyncTemplate.class)));
        assertThat(Server.shown).containsExactly("Bearer token-1", "Bearer token-2", "Bearer token-3");
    }

    @Test
    void start_registrationUnknown_saysSo() {
        client().withPropertyValues("zenquery.sync.oauth2.registration-id=nope")
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .hasMessage(
                                "property zenquery.sync.oauth2.registration-id: expected the id of a client registration under"
                                        + " spring.security.oauth2.client.registration, got \"nope\""));
    }

    @Test
    void start_registrationThatNeedsAUser_isRefused() {
        client().withPropertyValues(
                        "spring.security.oauth2.client.registration.sync.authorization-grant-type=authorization_code",
                        "spring.security.oauth2.client.registration.sync.redirect-uri=http://127.0.0.1/login",
                        "spring.security.oauth2.client.provider.mine.authorization-uri=http://127.0.0.1/authorize")
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .hasMessageContaining("grant type client_credentials")
                        .hasMessageContaining("that one has authorization_code"));
    }

    @Test
    void start_withoutRegistrations_orWithoutSpringSecurity_saysWhatIsMissing() {
        ClientContexts.client()
                .withPropertyValues("zenquery.sync.oauth2.registration-id=sync")
                .run(context -> assertThat(context).getFailure().rootCause().hasMessageContaining("there is none"));
        ClientContexts.client()
                .withPropertyValues("zenquery.sync.oauth2.registration-id=sync")
                .withClassLoader(new FilteredClassLoader("org.springframework.security.oauth2"))
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .hasMessageContaining("spring-boot-starter-security-oauth2-client"));
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Server {
        static final Queue<String> shown = new ConcurrentLinkedQueue<>();
        static volatile String taken = "";

        /** As a resource server answers. */
        @Bean
        Filter bearer() {
            shown.clear();
            return (request, response, chain) -> {
                String header = ((HttpServletRequest) request).getHeader(HttpHeaders.AUTHORIZATION);
                shown.add(String.valueOf(header));
                if (("Bearer " + taken).equals(header)) {
                    chain.doFilter(request, response);
                } else {
                    ((HttpServletResponse) response).setHeader(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
                    ((HttpServletResponse) response).sendError(HttpServletResponse.SC_UNAUTHORIZED);
                }
            };
        }
    }
}
