package io.zenquery.sync.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.zenquery.sync.session.SessionState;
import io.zenquery.sync.spring.SyncTemplate;
import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.security.oauth2.client.autoconfigure.OAuth2ClientAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpHeaders;

/** A server that takes one token only, and an authorization server that gives another each time. */
class OAuth2TokenTest {
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private final AtomicInteger given = new AtomicInteger();
    private HttpServer authorization;
    private ServletWebServerApplicationContext server;

    @BeforeEach
    void start() throws IOException {
        authorization = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        authorization.createContext("/token", this::giveToken);
        authorization.start();
        server = (ServletWebServerApplicationContext) new SpringApplicationBuilder(Server.class)
                .web(WebApplicationType.SERVLET)
                .properties("server.address=127.0.0.1", "server.port=0", "spring.main.banner-mode=off")
                .run();
    }

    @AfterEach
    void stop() {
        server.close();
        authorization.stop(0);
    }

    private void giveToken(HttpExchange exchange) throws IOException {
        String asked = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        String login = exchange.getRequestHeaders().getFirst(HttpHeaders.AUTHORIZATION);
        boolean known = asked.contains("grant_type=client_credentials")
                && login.equals("Basic " + HttpHeaders.encodeBasicAuth("kiosk", "secret", StandardCharsets.UTF_8));
        byte[] answer = (known
                        ? "{\"access_token\": \"token-" + given.incrementAndGet()
                                + "\", \"token_type\": \"Bearer\", \"expires_in\": 3600}"
                        : "{\"error\": \"invalid_client\"}")
                .getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set(HttpHeaders.CONTENT_TYPE, "application/json");
        exchange.sendResponseHeaders(known ? 200 : 401, answer.length);
        exchange.getResponseBody().write(answer);
        exchange.close();
    }

    private ApplicationContextRunner client() {
        String registration = "spring.security.oauth2.client.registration.sync.";
        return ClientContexts.bare()
                .withConfiguration(AutoConfigurations.of(OAuth2ClientAutoConfiguration.class))
                .withPropertyValues(
                        "zenquery.sync.url=ws://127.0.0.1:"
                                + server.getWebServer().getPort() + "/zenquery",
                        "zenquery.sync.channel=board",
                        "zenquery.sync.reconnect.initial-delay=20ms",
                        "zenquery.sync.reconnect.max-delay=100ms",
                        "zenquery.sync.oauth2.registration-id=sync",
                        registration + "client-id=kiosk",
                        registration + "client-secret=secret",
                        registration + "authorization-grant-type=client_credentials",
                        registration + "provider=mine",
                        "spring.security.oauth2.client.provider.mine.token-uri=http://127.0.0.1:"
                                + authorization.getAddress().getPort() + "/token");
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
