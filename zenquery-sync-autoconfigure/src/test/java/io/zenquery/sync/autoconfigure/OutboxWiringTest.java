package io.zenquery.sync.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.zenquery.sync.outbox.MemoryOutboxStore;
import io.zenquery.sync.outbox.OutboxException;
import io.zenquery.sync.outbox.OutboxLockedException;
import io.zenquery.sync.outbox.OutboxStore;
import io.zenquery.sync.outbox.SqliteOutboxStore;
import io.zenquery.sync.patch.Json;
import io.zenquery.sync.spring.SyncOperations;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationContextException;
import tools.jackson.databind.node.StringNode;

@ExtendWith(OutputCaptureExtension.class)
class OutboxWiringTest {
    @TempDir
    private Path directory;

    private ApplicationContextRunner withOutbox() {
        return ClientContexts.client().withPropertyValues("zenquery.sync.outbox.path=" + file());
    }

    private Path file() {
        return directory.resolve("outbox");
    }

    @Test
    void restart_withOutbox_hasWhatWasPendingAndTheSameClientId() {
        String[] clientId = new String[1];
        withOutbox().run(context -> {
            SyncOperations sync = context.getBean(SyncOperations.class);
            sync.mutate(draft -> draft.atom("note").add("", StringNode.valueOf("kept")));
            clientId[0] = sync.clientId();
        });

        withOutbox().run(context -> {
            SyncOperations sync = context.getBean(SyncOperations.class);
            assertThat(sync.view("note")).isEqualTo(StringNode.valueOf("kept"));
            assertThat(sync.pending()).hasSize(1);
            assertThat(sync.clientId()).isEqualTo(clientId[0]);
        });
    }

    @Test
    void start_saysWherePendingMutationsAreKept(CapturedOutput output) {
        withOutbox().run(context -> assertThat(context).hasNotFailed());
        assertThat(output)
                .containsOnlyOnce("pending mutations are kept")
                .contains("channel board: pending mutations are kept in the file " + file());
    }

    @Test
    void start_misspeltPath_saysThatPendingMutationsAreInMemory(CapturedOutput output) {
        ClientContexts.with(ClientContexts.client(), "shop")
                .withPropertyValues("zenquery.sync.outbox.file=" + file())
                .run(context -> assertThat(context).hasNotFailed());
        assertThat(output)
                .contains("channel board: pending mutations are kept in memory, until the process ends;"
                        + " zenquery.sync.outbox.path is not set")
                .contains("channel shop-channel: pending mutations are kept in memory, until the process ends;"
                        + " zenquery.sync.connections.shop.outbox.path is not set");
    }

    @Test
    void start_ownStore_saysThatPendingMutationsAreThere(CapturedOutput output) {
        ClientContexts.client()
                .withBean(MemoryOutboxStore.class)
                .run(context -> assertThat(context).hasNotFailed());
        assertThat(output)
                .contains("channel board: pending mutations are kept in the application's "
                        + MemoryOutboxStore.class.getName());
    }

    @Test
    void restart_withoutOutbox_hasNothing() {
        ClientContexts.client()
                .run(context -> context.getBean(SyncOperations.class)
                        .mutate(draft -> draft.atom("note").add("", StringNode.valueOf("lost"))));

        ClientContexts.client().run(context -> {
            assertThat(context).doesNotHaveBean(OutboxStore.class);
            assertThat(context.getBean(SyncOperations.class).view("note")).isEqualTo(Json.ABSENT);
        });
    }

    @Test
    void start_outboxThatSomebodyElseHas_failsAndSaysWho() {
        try (SqliteOutboxStore held = SqliteOutboxStore.open(file(), Clock.systemUTC())) {
            assertThat(held.load()).isEmpty();
            withOutbox()
                    .run(context -> assertThat(context)
                            .hasFailed()
                            .getFailure()
                            .hasRootCauseInstanceOf(OutboxLockedException.class)
                            .rootCause()
                            .hasMessageContaining(
                                    String.valueOf(ProcessHandle.current().pid())));
        }
    }

    @Test
    void start_damagedOutbox_setsItAsideAndGoesOn() throws Exception {
        Files.writeString(file(), "this is not a database, however long one reads it");

        withOutbox().run(context -> assertThat(context).hasNotFailed());

        try (var files = Files.list(directory)) {
            assertThat(files.map(each -> each.getFileName().toString()))
                    .anyMatch(name -> name.startsWith("outbox.damaged-"));
        }
    }

    @Test
    void start_outboxOfAnotherClientId_fails() {
        withOutbox()
                .withPropertyValues("zenquery.sync.client-id=one")
                .run(context -> assertThat(context).hasNotFailed());

        withOutbox()
                .withPropertyValues("zenquery.sync.client-id=two")
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .hasMessageContaining("\"one\"")
                        .hasMessageContaining("\"two\""));
    }

    @Test
    void stop_letsGoOfTheOutbox_andStartTakesItAgain() {
        withOutbox().run(context -> {
            SyncOperations sync = context.getBean(SyncOperations.class);
            sync.mutate(draft -> draft.atom("note").add("", StringNode.valueOf("before")));

            context.stop();
            try (SqliteOutboxStore other = SqliteOutboxStore.open(file(), Clock.systemUTC())) {
                assertThat(other.load()).isNotEmpty();
            }
            context.start();
            sync.mutate(draft -> draft.atom("note").replace("", StringNode.valueOf("after")));
        });

        withOutbox().run(context -> {
            SyncOperations sync = context.getBean(SyncOperations.class);
            assertThat(sync.view("note")).isEqualTo(StringNode.valueOf("after"));
            assertThat(sync.pending()).hasSize(2);
        });
    }

    @Test
    void mutate_whileStopped_isRefused_andTheViewIsAsBefore() {
        withOutbox().run(context -> {
            SyncOperations sync = context.getBean(SyncOperations.class);
            context.stop();

            assertThatExceptionOfType(OutboxException.class)
                    .isThrownBy(() -> sync.mutate(draft -> draft.atom("note").add("", StringNode.valueOf("lost"))))
                    .withStackTraceContaining("the application is stopped");
            assertThat(sync.view("note")).isEqualTo(Json.ABSENT);
        });
    }

    @Test
    void start_anotherContextHasWrittenMeanwhile_failsAndSaysWhatToDo() {
        withOutbox().run(paused -> {
            paused.stop();
            withOutbox()
                    .run(other -> other.getBean(SyncOperations.class)
                            .mutate(draft -> draft.atom("note").add("", StringNode.valueOf("theirs"))));

            assertThatExceptionOfType(ApplicationContextException.class)
                    .isThrownBy(paused::start)
                    .withStackTraceContaining("start the application anew");
        });
    }

    @Test
    void start_blankPath_hasNoOutbox() {
        ClientContexts.client()
                .withPropertyValues("zenquery.sync.outbox.path=")
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(OutboxStore.class));
    }

    @Test
    void start_ownStore_isTaken() {
        withOutbox()
                .withBean(MemoryOutboxStore.class)
                .run(context ->
                        assertThat(context).hasSingleBean(OutboxStore.class).hasSingleBean(MemoryOutboxStore.class));
    }
}
