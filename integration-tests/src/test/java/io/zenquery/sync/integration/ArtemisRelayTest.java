package io.zenquery.sync.integration;

import java.io.IOException;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** The broker is in this process. */
class ArtemisRelayTest extends RelayContract {
    private final EmbeddedActiveMQ broker = new EmbeddedActiveMQ();
    private final int port;

    ArtemisRelayTest() throws IOException {
        port = NodeProcess.freePort();
    }

    @Override
    int brokerPort() {
        return port;
    }

    @BeforeEach
    void start() throws Exception {
        Configuration configuration = new ConfigurationImpl()
                .setPersistenceEnabled(false)
                .setSecurityEnabled(false)
                .setJMXManagementEnabled(false)
                .addAcceptorConfiguration(
                        "stomp",
                        "tcp://127.0.0.1:" + port + "?protocols=STOMP&anycastPrefix=/queue/&multicastPrefix=/topic/");
        broker.setConfiguration(configuration);
        broker.start();
    }

    @AfterEach
    void stop() throws Exception {
        broker.stop();
    }
}
