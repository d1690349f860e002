package io.zenquery.sync.test.sample;

import static org.assertj.core.api.Assertions.assertThat;

import io.zenquery.sync.protocol.ServerMessage.Ack;
import io.zenquery.sync.protocol.ServerMessage.Rejection;
import io.zenquery.sync.test.autoconfigure.SyncTest;
import io.zenquery.sync.test.memory.InMemorySync;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

@SyncTest
class TaskHandlersTest {
    @Autowired
    InMemorySync server;

    @Test
    void aTaskWithATitle_isAccepted() {
        assertThat(server.otherClient("anna").mutate("task.add", Map.of("title", "buy milk")))
                .isInstanceOf(Ack.class);
        assertThat(server.document("tasks")).hasToString("[\"buy milk\"]");
    }

    @Test
    void aTaskWithoutATitle_isRejected() {
        assertThat(server.otherClient("anna").mutate("task.add", Map.of("title", " ")))
                .isInstanceOfSatisfying(
                        Rejection.class,
                        rejection -> assertThat(rejection.code()).isEqualTo("title-empty"));
    }
}
