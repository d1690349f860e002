package io.zenquery.sync.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import io.zenquery.sync.session.SessionState;
import io.zenquery.sync.spring.SyncConnectionDetails;
import io.zenquery.sync.spring.SyncTemplate;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.service.connection.ConnectionDetailsFactories;
import org.springframework.boot.autoconfigure.service.connection.ConnectionDetailsNotFoundException;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.docker.compose.core.ConnectionPorts;
import org.springframework.boot.docker.compose.core.ImageReference;
import org.springframework.boot.docker.compose.core.RunningService;
import org.springframework.boot.docker.compose.service.connection.DockerComposeConnectionSource;
import org.springframework.boot.testcontainers.service.connection.ServiceConnection;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.testcontainers.containers.GenericContainer;

/** Containers that no engine runs: what Boot asks of them is answered here. */
class SyncServiceConnectionTest {

    // ------------------------------------------------------------------------------------------------ Testcontainers

    @Test
    void container_withServiceConnection_isWhereTheClientConnects() {
        try (ConfigurableApplicationContext server = run(App.class, WebApplicationType.SERVLET)) {
            FakeServer.port =
                    ((ServletWebServerApplicationContext) server).getWebServer().getPort();
            try (ConfigurableApplicationContext client =
                    run(WithContainer.class, WebApplicationType.NONE, "zenquery.sync.channel=board")) {
                SyncTemplate sync = client.getBean(SyncTemplate.class);
                assertThat(client.getBean(SyncConnectionDetails.class).getUrl())
                        .isEqualTo("ws://127.0.0.1:" + FakeServer.port + "/zenquery");
                Awaitility.await().atMost(Duration.ofSeconds(15)).until(() -> sync.state() == SessionState.LIVE);
            }
        }
    }

    private static ConfigurableApplicationContext run(
            Class<?> configuration, WebApplicationType type, String... properties) {
        return new SpringApplicationBuilder(configuration)
                .web(type)
                .properties("server.address=127.0.0.1", "server.port=0", "spring.main.banner-mode=off")
                .properties(properties)
                .run();
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class App {}

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class WithContainer {
        @Bean
        @ServiceConnection("zenquery-sync")
        FakeServer server() {
            return new FakeServer();
        }
    }

    /** A container that runs already, since it is a server on this machine. */
    static final class FakeServer extends GenericContainer<FakeServer> {
        static volatile int port;

        FakeServer() {
            super("example.com/some-server:1");
            withExposedPorts(8080, 9090);
        }

        @Override
        public void start() {}

        @Override
        public void stop() {}

        @Override
        public boolean isRunning() {
            return true;
        }

        @Override
        public String getDockerImageName() {
            return "example.com/some-server:1";
        }

        @Override
        public String getHost() {
            return "127.0.0.1";
        }

        @Override
        public Integer getMappedPort(int originalPort) {
            assertThat(originalPort).isEqualTo(8080);
            return port;
        }
    }

    @Test
    void port_ofTheServer_is8080OrTheOnlyOne() {
        assertThat(ServerAddress.port(List.of(9090, 8080), "x")).isEqualTo(8080);
        assertThat(ServerAddress.port(List.of(9090), "x")).isEqualTo(9090);
        for (List<Integer> unclear : List.of(List.of(9090, 9091), List.<Integer>of())) {
            assertThatExceptionOfType(IllegalStateException.class)
                    .isThrownBy(() -> ServerAddress.port(unclear, "image:1"))
                    .withMessageContainingAll("image:1", unclear.toString(), "expose the port");
        }
    }

    // ------------------------------------------------------------------------------------------------ Docker Compose

    private static SyncConnectionDetails details(RunningService service) {
        DockerComposeConnectionSource source = mock(DockerComposeConnectionSource.class);
        when(source.getRunningService()).thenReturn(service);
        return (SyncConnectionDetails) new ConnectionDetailsFactories(null)
                .getConnectionDetails(source, true)
                .get(SyncConnectionDetails.class);
    }

    @Test
    void compose_imageOfThatName_isTheServer() {
        assertThat(details(new Service("zenquery-sync:1.2", Map.of(), Map.of(), 8080))
                        .getUrl())
                .isEqualTo("ws://compose-host:32768/zenquery");
    }

    @Test
    void compose_labels_sayWhichServiceAndPort_andItsEnvironmentThePath() {
        Service service = new Service(
                "acme/board",
                Map.of("org.springframework.boot.service-connection", "zenquery-sync", "io.zenquery.sync.port", "9000"),
                Map.of("ZENQUERY_SYNC_SERVER_PATH", "/sync"),
                9000);
        assertThat(details(service).getUrl()).isEqualTo("ws://compose-host:32768/sync");
        assertThat(details(service).getSslBundle()).isNull();
    }

    @Test
    void compose_otherImage_isNoServer() {
        assertThatExceptionOfType(ConnectionDetailsNotFoundException.class)
                .isThrownBy(() -> details(new Service("nginx:1", Map.of(), Map.of(), 8080)));
    }

    @Test
    void compose_portThatIsNone_isRefused() {
        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() ->
                        details(new Service("zenquery-sync", Map.of("io.zenquery.sync.port", "http"), Map.of(), 8080)))
                .withMessageContainingAll("io.zenquery.sync.port", "\"http\"");
    }

    /** A service of which one port is mapped. */
    private record Service(
            String imageName, Map<String, String> labels, Map<String, String> variables, int containerPort)
            implements RunningService {
        @Override
        public String name() {
            return "sync";
        }

        @Override
        public ImageReference image() {
            return ImageReference.of(imageName);
        }

        @Override
        public String host() {
            return "compose-host";
        }

        @Override
        public ConnectionPorts ports() {
            return new ConnectionPorts() {
                @Override
                public int get(int port) {
                    assertThat(port).isEqualTo(containerPort);
                    return 32768;
                }

                @Override
                public List<Integer> getAll() {
                    return List.of(32768);
                }

                @Override
                public List<Integer> getAll(@Nullable String protocol) {
                    return getAll();
                }
            };
        }

        @Override
        public Map<String, @Nullable String> env() {
            return new HashMap<>(variables);
        }
    }
}
