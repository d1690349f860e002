package io.zenquery.sync.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.zenquery.sync.session.SessionState;
import io.zenquery.sync.spring.SyncSessionListenerFactory;
import io.zenquery.sync.spring.SyncTemplate;
import jakarta.servlet.Filter;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** A server that speaks one protocol with one cipher suite only, and clients whose bundle has the same, or another. */
class TlsOptionsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(15);
    private static final String CIPHER = "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256";
    private static final String OTHER_CIPHER = "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384";

    @TempDir
    private static Path directory;

    private static TestCertificate certificate;

    private final FailedAttempts failures = new FailedAttempts();
    private ServletWebServerApplicationContext server;

    @BeforeAll
    static void makeCertificate() throws IOException, InterruptedException {
        certificate = TestCertificate.make(directory);
    }

    @BeforeEach
    void startServer() {
        Server.spoken.clear();
        server = (ServletWebServerApplicationContext) new SpringApplicationBuilder(Server.class)
                .web(WebApplicationType.SERVLET)
                .properties(certificate.serverProperties())
                .properties(
                        "spring.ssl.bundle.jks.server.options.enabled-protocols=TLSv1.2",
                        "spring.ssl.bundle.jks.server.options.ciphers=" + CIPHER)
                .run();
    }

    @AfterEach
    void stopServer() {
        server.close();
    }

    private ApplicationContextRunner client(String protocols, String ciphers) {
        return ClientContexts.bare()
                .withConfiguration(AutoConfigurations.of(SslAutoConfiguration.class))
                .withBean(SyncSessionListenerFactory.class, () -> failures)
                .withPropertyValues(
                        "zenquery.sync.url=wss://127.0.0.1:"
                                + server.getWebServer().getPort() + "/zenquery",
                        "zenquery.sync.channel=board",
                        "zenquery.sync.reconnect.initial-delay=20ms",
                        "zenquery.sync.reconnect.max-delay=100ms",
                        "zenquery.sync.ssl.bundle=trusted",
                        "spring.ssl.bundle.pem.trusted.truststore.certificate=file:" + certificate.pem(),
                        "spring.ssl.bundle.pem.trusted.options.enabled-protocols=" + protocols,
                        "spring.ssl.bundle.pem.trusted.options.ciphers=" + ciphers);
    }

    @Test
    void connect_sameProtocolAndCipher_areSpoken() {
        client("TLSv1.2", CIPHER).run(context -> {
            SyncTemplate sync = context.getBean(SyncTemplate.class);
            await().atMost(PATIENCE).until(() -> sync.state() == SessionState.LIVE);
        });
        assertThat(Server.spoken).containsExactly("TLSv1.2 " + CIPHER);
    }

    @Test
    void connect_bundleOfAnotherProtocol_isRefusedAndTriedAgain() {
        client("TLSv1.3", "TLS_AES_128_GCM_SHA256").run(context -> assertRefusedAgainAndAgain("protocol_version"));
    }

    @Test
    void connect_bundleOfAnotherCipher_isRefusedAndTriedAgain() {
        client("TLSv1.2", OTHER_CIPHER).run(context -> assertRefusedAgainAndAgain("handshake_failure"));
    }

    /** By the server's alert, not since time was over; and before anything was said over the connection. */
    private void assertRefusedAgainAndAgain(String alert) {
        await().atMost(PATIENCE).until(() -> failures.reasons.size() >= 3);
        assertThat(failures.reasons).allMatch(reason -> reason.contains(alert));
        assertThat(Server.spoken).isEmpty();
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Server {
        static final Queue<String> spoken = new ConcurrentLinkedQueue<>();

        @Bean
        Filter spoken() {
            return (request, response, chain) -> {
                spoken.add(request.getAttribute("jakarta.servlet.request.secure_protocol") + " "
                        + request.getAttribute("jakarta.servlet.request.cipher_suite"));
                chain.doFilter(request, response);
            };
        }
    }
}
