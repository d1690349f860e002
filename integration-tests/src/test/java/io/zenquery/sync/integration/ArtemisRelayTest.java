package io.zenquery.sync.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.zenquery.sync.session.MutationReceipt;
import io.zenquery.sync.spring.SyncTemplate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
import org.junit.jupiter.api.Test;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** Two servers on one database, whose deltas and answers a broker carries to the clients. */
class ArtemisRelayTest {
    private static final int EACH = 100;
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final String database = UUID.randomUUID().toString();

    private static EmbeddedActiveMQ broker(int port) throws Exception {
        Configuration configuration = new ConfigurationImpl()
                .setPersistenceEnabled(false)
                .setSecurityEnabled(false)
                .setJMXManagementEnabled(false)
                .addAcceptorConfiguration(
                        "stomp",
                        "tcp://127.0.0.1:" + port + "?protocols=STOMP&anycastPrefix=/queue/&multicastPrefix=/topic/");
        EmbeddedActiveMQ broker = new EmbeddedActiveMQ();
        broker.setConfiguration(configuration);
        return broker.start();
    }

    private ConfigurableApplicationContext node(int brokerPort) {
        return new SpringApplicationBuilder(RelayedNode.class)
                .web(WebApplicationType.SERVLET)
                .run(
                        "--server.port=0",
                        "--server.address=127.0.0.1",
                        "--spring.main.banner-mode=off",
                        "--broker.port=" + brokerPort,
                        "--spring.datasource.url=jdbc:h2:mem:" + database + ";DB_CLOSE_DELAY=-1",
                        "--zenquery.sync.server.jdbc.poll-interval=50ms",
                        "--zenquery.sync.enabled=false");
    }

    @Test
    void twoNodes_oneBroker_clientsOfBothSeeEverything() throws Exception {
        int brokerPort = NodeProcess.freePort();
        EmbeddedActiveMQ broker = broker(brokerPort);
        List<ConfigurableApplicationContext> contexts = new ArrayList<>();
        try {
            List<SyncTemplate> clients = new ArrayList<>();
            for (int i = 0; i < 2; i++) {
                ConfigurableApplicationContext node = node(brokerPort);
                contexts.add(0, node);
                int port = Integer.parseInt(String.valueOf(node.getEnvironment().getProperty("local.server.port")));
                ConfigurableApplicationContext client = TwoNodesTest.client(port);
                contexts.add(0, client);
                clients.add(client.getBean(SyncTemplate.class));
            }
            for (SyncTemplate client : clients) {
                await().atMost(PATIENCE)
                        .until(() -> client.confirmed(CounterNode.ATOM).has("total"));
            }
            MutationReceipt last = null;
            for (long n = 1; n <= EACH; n++) {
                for (int i = 0; i < clients.size(); i++) {
                    last = clients.get(i)
                            .mutate(CounterNode.COUNT, new CounterNode.Count("client-" + i, n), draft -> {});
                }
            }
            assertThat(last).isNotNull();
            last.visible().toCompletableFuture().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            for (SyncTemplate client : clients) {
                await().atMost(PATIENCE)
                        .until(() -> client.view(CounterNode.ATOM).path("total").asLong() == 2 * EACH);
                assertThat(client.view(CounterNode.ATOM).path("disorder").asLong())
                        .isZero();
                await().atMost(PATIENCE).until(() -> client.pending().isEmpty());
                assertThat(client.failed()).isEmpty();
            }
        } finally {
            contexts.forEach(ConfigurableApplicationContext::close);
            broker.stop();
        }
    }
}
