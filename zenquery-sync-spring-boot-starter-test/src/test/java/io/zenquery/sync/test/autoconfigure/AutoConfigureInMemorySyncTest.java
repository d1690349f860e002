package io.zenquery.sync.test.autoconfigure;

import static io.zenquery.sync.test.assertj.SyncAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import io.zenquery.sync.atom.Draft;
import io.zenquery.sync.server.SyncServer;
import io.zenquery.sync.server.annotation.MutationHandler;
import io.zenquery.sync.spring.SyncOperations;
import io.zenquery.sync.test.memory.InMemorySync;
import java.util.Map;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Configuration;

/** Client and server in one application, all of it: the server's own engine is used, and no port is opened. */
@SpringBootTest
@AutoConfigureInMemorySync
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class AutoConfigureInMemorySyncTest {
    @Autowired
    SyncOperations sync;

    @Autowired
    InMemorySync memory;

    @Autowired
    SyncServer server;

    @Test
    @Order(1)
    void applicationsServer_decides() {
        assertThat(memory.server()).isSameAs(server);
        sync.mutate("note.write", Map.of(), draft -> draft.atom("note").add("", "predicted"));
        assertThat(sync).eventuallyConfirms("note", "\"written\"").eventuallyIsInStep();
        memory.goOffline();
        memory.rejectNext("never", "never used");
        sync.mutate(draft -> draft.atom("pending").add("", 1));
    }

    @Test
    @Order(2)
    void nextTest_findsEverythingAsAtTheStart() {
        assertThat(memory.isOnline()).isTrue();
        assertThat(sync).viewsNothing("note").viewsNothing("pending").hasNoPending();
        sync.mutate(draft -> draft.atom("note").add("", "not rejected"));
        assertThat(sync).eventuallyIsInStep().hasNoFailed();
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class App {
        @MutationHandler("note.write")
        void write(Draft draft) {
            draft.atom("note").add("", "written");
        }
    }
}
