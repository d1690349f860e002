package io.zenquery.sync.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.zenquery.sync.outbox.OutboxLockedException;
import io.zenquery.sync.outbox.SqliteOutboxStore;
import io.zenquery.sync.session.SessionState;
import io.zenquery.sync.spring.SyncChannelListener;
import io.zenquery.sync.spring.SyncOperations;
import io.zenquery.sync.spring.SyncTemplate;
import io.zenquery.sync.spring.SyncTransportFactory;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import tools.jackson.databind.node.StringNode;

/** Each channel has an outbox of its own. */
class ChannelOutboxTest {
    private static final StringNode TEXT = StringNode.valueOf("text");

    @TempDir
    private Path directory;

    private static void write(SyncOperations sync) {
        sync.mutate(draft -> draft.atom("note").add("", TEXT));
    }

    private ApplicationContextRunner withOutbox() {
        return ClientContexts.client().withPropertyValues("zenquery.sync.outbox.path=" + file());
    }

    private Path file() {
        return directory.resolve("outbox.db");
    }

    private Path orders() {
        return directory.resolve("outbox.db.orders.outbox");
    }

    @Test
    void restart_withOutbox_eachChannelHasItsOwnBack() {
        Map<String, String> clientIds = new ConcurrentHashMap<>();
        withOutbox().run(context -> {
            SyncOperations orders = context.getBean(SyncTemplate.class).channel("orders");
            write(orders);
            clientIds.put("orders", orders.clientId());
            clientIds.put("board", orders.channel("board").clientId());
        });
        assertThat(file()).exists();
        assertThat(orders()).exists();

        withOutbox().run(context -> {
            SyncOperations board = context.getBean(SyncTemplate.class);
            SyncOperations orders = board.channel("orders");
            assertThat(orders.view("note")).isEqualTo(TEXT);
            assertThat(orders.clientId()).isEqualTo(clientIds.get("orders")).isNotEqualTo(clientIds.get("board"));
            assertThat(board.clientId()).isEqualTo(clientIds.get("board"));
            assertThat(board.pending()).isEmpty();
        });
    }

    @Test
    void channel_outboxLocked_saysWho_andOpensWhenItIsFree() {
        withOutbox().run(context -> {
            SyncTemplate board = context.getBean(SyncTemplate.class);
            try (SqliteOutboxStore held = SqliteOutboxStore.open(orders(), Clock.systemUTC())) {
                assertThat(held.load()).isEmpty();
                assertThatExceptionOfType(OutboxLockedException.class)
                        .isThrownBy(() -> board.channel("orders"))
                        .withMessageContaining(
                                String.valueOf(ProcessHandle.current().pid()));
            }
            assertThat(board.channel("orders").pending()).isEmpty();
        });
    }

    @Test
    void start_outboxOfDeclaredChannelLocked_fails() {
        try (SqliteOutboxStore held = SqliteOutboxStore.open(orders(), Clock.systemUTC())) {
            assertThat(held.load()).isEmpty();
            withOutbox()
                    .withPropertyValues("zenquery.sync.channels=orders")
                    .run(context -> assertThat(context).getFailure().isInstanceOf(OutboxLockedException.class));
        }
        SqliteOutboxStore.open(file(), Clock.systemUTC()).close();
    }

    @Test
    void channel_listenerThrows_isNotOpen_andItsOutboxIsFree() {
        SyncChannelListener broken = channel -> {
            if (channel.name().equals("orders")) {
                throw new IllegalStateException("thrown on purpose");
            }
        };
        withOutbox().withBean(SyncChannelListener.class, () -> broken).run(context -> {
            assertThatExceptionOfType(IllegalStateException.class)
                    .isThrownBy(() -> context.getBean(SyncTemplate.class).channel("orders"))
                    .withMessage("thrown on purpose");
            SqliteOutboxStore.open(orders(), Clock.systemUTC()).close();
        });
    }

    @Test
    void stop_takesChannelsOfflineAndLetsGoOfTheirOutboxes_andStartBringsThemBack() {
        ChannelsTest.Transports transports = new ChannelsTest.Transports();
        withOutbox()
                .withPropertyValues("zenquery.sync.auto-startup=true", "zenquery.sync.channels=orders")
                .withBean(SyncTransportFactory.class, () -> transports)
                .run(context -> {
                    SyncOperations orders = context.getBean(SyncTemplate.class).channel("orders");
                    transports.awaitOpened("orders", 1);

                    context.stop();
                    assertThat(orders.state()).isEqualTo(SessionState.OFFLINE);
                    try (SqliteOutboxStore other = SqliteOutboxStore.open(orders(), Clock.systemUTC())) {
                        assertThat(other.load()).isNotNull();
                    }

                    context.start();
                    transports.awaitOpened("orders", 2);
                    write(orders);
                    assertThat(orders.pending()).hasSize(1);
                });
    }

    @Test
    void outboxFiles_areDistinct_whateverTheChannelIsCalled() {
        Path file = Path.of("dir", "outbox");
        assertThat(OutboxFiles.of(file, "board", "board")).isEqualTo(file);
        assertThat(List.of("Orders", "orders", "orders-wal", "lock", "board"))
                .extracting(channel -> OutboxFiles.of(file, channel, "own").toString())
                .containsExactly(
                        Path.of("dir", "outbox.+orders.outbox").toString(),
                        Path.of("dir", "outbox.orders.outbox").toString(),
                        Path.of("dir", "outbox.orders-wal.outbox").toString(),
                        Path.of("dir", "outbox.lock.outbox").toString(),
                        Path.of("dir", "outbox.board.outbox").toString());
    }
}
