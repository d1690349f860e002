package io.zenquery.sync.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.zenquery.sync.protocol.ProtocolException;
import io.zenquery.sync.protocol.ServerMessage;
import io.zenquery.sync.session.SessionState;
import io.zenquery.sync.session.SyncTransport;
import io.zenquery.sync.spring.SyncConnectionDetails;
import io.zenquery.sync.spring.SyncTemplate;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.ssl.DefaultSslBundleRegistry;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.boot.ssl.SslStoreBundle;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

/** A server with TLS, whose certificate nobody has signed but itself. */
class TlsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    @TempDir
    private static Path directory;

    private static ServletWebServerApplicationContext server;

    private static TestCertificate certificate;

    @BeforeAll
    static void startServer() throws IOException, InterruptedException {
        certificate = TestCertificate.make(directory);
        server = start();
    }

    private static ServletWebServerApplicationContext start(String... properties) {
        return (ServletWebServerApplicationContext) new SpringApplicationBuilder(Server.class)
                .web(WebApplicationType.SERVLET)
                .properties(certificate.serverProperties())
                .properties(properties)
                .run();
    }

    @AfterAll
    static void stopServer() {
        server.close();
    }

    private static ApplicationContextRunner client(String... properties) {
        return ClientContexts.bare()
                .withConfiguration(AutoConfigurations.of(SslAutoConfiguration.class))
                .withPropertyValues(
                        "zenquery.sync.url=wss://127.0.0.1:"
                                + server.getWebServer().getPort() + "/zenquery",
                        "zenquery.sync.channel=board",
                        "zenquery.sync.reconnect.initial-delay=20ms",
                        "zenquery.sync.reconnect.max-delay=200ms",
                        "spring.ssl.bundle.pem.trusted.truststore.certificate=file:" + certificate.pem())
                .withPropertyValues(properties);
    }

    @Test
    void connect_withTheBundle_isLiveAndWrites() {
        client("zenquery.sync.ssl.bundle=trusted").run(context -> {
            SyncTemplate sync = context.getBean(SyncTemplate.class);
            await().atMost(PATIENCE).until(() -> sync.state() == SessionState.LIVE);

            sync.mutate(draft -> draft.atom("note").add("", "over TLS"));

            await().atMost(PATIENCE)
                    .until(() -> sync.confirmed("note").asString("").equals("over TLS"));
        });
    }

    @Test
    void connect_withoutTheBundle_trustsNobodyUnknown() {
        client("zenquery.sync.auto-startup=false")
                .run(context -> assertThat(failure(context.getBean(SyncTransport.class)))
                        .contains("certification path"));
    }

    @Test
    void connect_nameThatTheCertificateDoesNotHave_isRefused() {
        client("zenquery.sync.ssl.bundle=trusted", "zenquery.sync.auto-startup=false")
                .withPropertyValues("zenquery.sync.url=wss://localhost:"
                        + server.getWebServer().getPort() + "/zenquery")
                .run(context -> assertThat(failure(context.getBean(SyncTransport.class)))
                        .contains("localhost"));
    }

    /** Why the transport does not connect. */
    private static String failure(SyncTransport transport) throws Exception {
        CompletableFuture<String> reason = new CompletableFuture<>();
        transport.open(new SyncTransport.Listener() {
            @Override
            public void onOpen() {
                reason.complete("it does connect");
            }

            @Override
            public void onMessage(ServerMessage message) {
                reason.complete("unexpected: " + message);
            }

            @Override
            public void onMalformed(ProtocolException problem) {
                reason.completeExceptionally(problem);
            }

            @Override
            public void onClosed(String why) {
                reason.complete(why);
            }
        });
        return reason.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Test
    void connect_serverThatAsksForACertificate_isShownTheBundles() {
        try (ConfigurableApplicationContext asking = start(
                "server.ssl.client-auth=need",
                "spring.ssl.bundle.jks.server.truststore.location=file:" + certificate.truststore(),
                "spring.ssl.bundle.jks.server.truststore.password=secret",
                "spring.ssl.bundle.jks.server.truststore.type=PKCS12")) {
            String url = "zenquery.sync.url=wss://127.0.0.1:"
                    + ((ServletWebServerApplicationContext) asking)
                            .getWebServer()
                            .getPort() + "/zenquery";
            client("zenquery.sync.ssl.bundle=both", url, "zenquery.sync.auto-startup=false")
                    .withPropertyValues(
                            "spring.ssl.bundle.jks.both.keystore.location=file:" + certificate.keystore(),
                            "spring.ssl.bundle.jks.both.keystore.password=secret",
                            "spring.ssl.bundle.jks.both.keystore.type=PKCS12",
                            "spring.ssl.bundle.jks.both.truststore.location=file:" + certificate.truststore(),
                            "spring.ssl.bundle.jks.both.truststore.password=secret",
                            "spring.ssl.bundle.jks.both.truststore.type=PKCS12")
                    .run(context -> assertThat(failure(context.getBean(SyncTransport.class)))
                            .isEqualTo("it does connect"));
            client("zenquery.sync.ssl.bundle=trusted", url, "zenquery.sync.auto-startup=false")
                    .run(context -> assertThat(failure(context.getBean(SyncTransport.class)))
                            .isNotEqualTo("it does connect"));
        }
    }

    @Test
    void bundle_thatIsReloaded_isTakenAsItIsNow() {
        DefaultSslBundleRegistry bundles = new DefaultSslBundleRegistry("mine", SslBundle.systemDefault());
        ClientContexts.client()
                .withPropertyValues("zenquery.sync.url=wss://127.0.0.1:1/x", "zenquery.sync.ssl.bundle=mine")
                .withBean(SslBundles.class, () -> bundles)
                .run(context -> {
                    SyncConnectionDetails details = context.getBean(SyncConnectionDetails.class);
                    SslBundle next = SslBundle.of(SslStoreBundle.NONE);
                    bundles.updateBundle("mine", next);
                    assertThat(details.getSslBundle()).isSameAs(next);
                });
    }

    @Test
    void start_unknownBundle_saysWhichThereAre() {
        client("zenquery.sync.ssl.bundle=nope")
                .run(context -> assertThat(context)
                        .getFailure()
                        .hasStackTraceContaining(
                                "property zenquery.sync.ssl.bundle: expected the name of an SSL bundle under spring.ssl.bundle.pem")
                        .hasStackTraceContaining("[trusted], got \"nope\""));
    }

    @Test
    void bundle_withOptions_restrictsWhatIsSpoken() {
        client("zenquery.sync.auto-startup=false", "spring.ssl.bundle.pem.trusted.options.enabled-protocols=TLSv1.2")
                .run(context -> assertThat(BundleSslContext.of(
                                        context.getBean(SslBundles.class).getBundle("trusted"))
                                .createSSLEngine("127.0.0.1", 1)
                                .getEnabledProtocols())
                        .containsExactly("TLSv1.2"));
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Server {}
}
