package io.zenquery.sync.integration;

import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.junit.jupiter.Container;
import org.testcontainers.junit.jupiter.Testcontainers;
import org.testcontainers.rabbitmq.RabbitMQContainer;
import org.testcontainers.utility.MountableFile;

/** The broker is RabbitMQ, where there is a container engine; says that it is skipped where there is none. */
@Testcontainers(disabledWithoutDocker = true)
class RabbitRelayTest extends RelayContract {
    private static final int STOMP = 61613;

    @Container
    private static final RabbitMQContainer RABBIT = new RabbitMQContainer("rabbitmq:4-management")
            .withCopyFileToContainer(
                    MountableFile.forClasspathResource("rabbitmq-plugins"), "/etc/rabbitmq/enabled_plugins")
            .withExposedPorts(5672, STOMP)
            .waitingFor(Wait.forListeningPorts(STOMP));

    @Override
    int brokerPort() {
        return RABBIT.getMappedPort(STOMP);
    }
}
