package io.zenquery.sync.integration;

import static org.assertj.core.api.Assertions.assertThat;

import io.zenquery.sync.atom.Draft;
import io.zenquery.sync.server.SyncServer;
import io.zenquery.sync.server.jdbc.JdbcDeltaLogs;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.testcontainers.service.connection.ServiceConnection;
import org.testcontainers.junit.jupiter.Container;
import org.testcontainers.junit.jupiter.Testcontainers;
import org.testcontainers.postgresql.PostgreSQLContainer;

/** An application's own test, with a database in a container. */
@Testcontainers(disabledWithoutDocker = true)
@SpringBootTest(
        classes = CounterNode.class,
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {
            "server.address=127.0.0.1",
            "zenquery.sync.enabled=false",
            "zenquery.sync.server.jdbc.initialize-schema=always"
        })
class PostgresContainerTest {
    @Container
    @ServiceConnection
    private static final PostgreSQLContainer POSTGRES = new PostgreSQLContainer("postgres:17-alpine");

    @Autowired
    private SyncServer server;

    @Autowired
    private JdbcDeltaLogs logs;

    @Test
    void change_serviceConnection_isInTheContainersTables() {
        server.change(CounterNode.CHANNEL, draft -> {
            Draft.Atom atom = draft.atom(CounterNode.ATOM);
            atom.replace("/total", 1);
        });

        assertThat(logs.heads()).containsEntry(CounterNode.CHANNEL, 1L);
    }
}
