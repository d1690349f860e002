package io.zenquery.sync.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;
import static org.mockito.Mockito.mock;

import io.zenquery.sync.outbox.OutboxLockedException;
import io.zenquery.sync.outbox.SqliteOutboxStore;
import io.zenquery.sync.patch.Json;
import io.zenquery.sync.session.SessionState;
import io.zenquery.sync.session.SyncTransport;
import io.zenquery.sync.spring.ChannelUnavailableException;
import io.zenquery.sync.spring.InvalidChannelNameException;
import io.zenquery.sync.spring.SyncChannel;
import io.zenquery.sync.spring.SyncChannelListener;
import io.zenquery.sync.spring.SyncOperations;
import io.zenquery.sync.spring.SyncTemplate;
import io.zenquery.sync.spring.SyncTransportFactory;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import tools.jackson.databind.node.StringNode;

/** Several channels of one server in one application. */
class ChannelsTest {
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
    void channel_another_hasAStateAndAQueueOfItsOwn() {
        ClientContexts.client().run(context -> {
            SyncTemplate board = context.getBean(SyncTemplate.class);
            SyncOperations orders = board.channel("orders");

            write(orders);

            assertThat(orders.channel()).isEqualTo("orders");
            assertThat(orders.view("note")).isEqualTo(TEXT);
            assertThat(orders.pending()).hasSize(1);
            assertThat(board.view("note")).isEqualTo(Json.ABSENT);
            assertThat(board.pending()).isEmpty();
            assertThat(orders.clientId()).isNotEqualTo(board.clientId());
        });
    }

    @Test
    void channel_askedForAgain_isTheSame_fromWhicheverChannel() {
        ClientContexts.client().run(context -> {
            SyncTemplate board = context.getBean(SyncTemplate.class);
            SyncOperations orders = board.channel("orders");

            assertThat(board.channel("orders")).isSameAs(orders);
            assertThat(orders.channel("orders")).isSameAs(orders);
            assertThat(board.channel("board")).isSameAs(board);
            assertThat(orders.channel("board")).isSameAs(board);
        });
    }

    @Test
    void start_declaredChannels_areOpen_andListenersHearOfEachOnce() {
        Heard heard = new Heard();
        ClientContexts.client()
                .withBean(SyncChannelListener.class, () -> heard)
                .withPropertyValues("zenquery.sync.channels=orders,stock,board")
                .run(context -> {
                    assertThat(heard.channels)
                            .extracting(SyncChannel::name)
                            .containsExactly("board", "orders", "stock");
                    assertThat(heard.channels)
                            .extracting(SyncChannel::connection)
                            .containsOnly("default");

                    SyncOperations later = context.getBean(SyncTemplate.class).channel("later");
                    context.getBean(SyncTemplate.class).channel("later");

                    assertThat(heard.channels).hasSize(4);
                    assertThat(heard.channels.get(3).operations()).isSameAs(later);
                });
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "two words", "a/b", "ä"})
    void channel_badName_isRefused(String name) {
        ClientContexts.client()
                .run(context -> assertThatExceptionOfType(InvalidChannelNameException.class)
                        .isThrownBy(() -> context.getBean(SyncTemplate.class).channel(name))
                        .withMessageContaining("\"" + name + "\"")
                        .satisfies(e -> assertThat(e.channel()).isEqualTo(name)));
    }

    @Test
    void start_badDeclaredName_failsAndNamesTheProperty() {
        ClientContexts.client()
                .withPropertyValues("zenquery.sync.channels=orders,two words")
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .isInstanceOf(InvalidSyncPropertyException.class)
                        .hasMessageContaining("zenquery.sync.channels[1]")
                        .hasMessageContaining("two words"));
    }

    @Test
    void channel_applicationClosed_saysSo() {
        AtomicReference<SyncTemplate> kept = new AtomicReference<>();
        ClientContexts.client().run(context -> {
            kept.set(context.getBean(SyncTemplate.class));
            kept.get().channel("orders");
        });

        for (String name : List.of("orders", "stock")) {
            assertThatExceptionOfType(ChannelUnavailableException.class)
                    .isThrownBy(() -> kept.get().channel(name))
                    .withMessage("channel \"" + name + "\" can't be opened: the application is closed");
        }
    }

    @Test
    void channel_applicationStopped_opensOnlyAfterTheStart() {
        ClientContexts.client().run(context -> {
            SyncTemplate board = context.getBean(SyncTemplate.class);
            SyncOperations orders = board.channel("orders");
            context.stop();

            assertThat(board.channel("orders")).isSameAs(orders);
            assertThatExceptionOfType(ChannelUnavailableException.class)
                    .isThrownBy(() -> board.channel("stock"))
                    .withMessageContaining("the application is stopped");

            context.start();
            assertThat(board.channel("stock").channel()).isEqualTo("stock");
        });
    }

    @Test
    void channel_withoutStompClient_saysWhatToAdd() {
        ClientContexts.client()
                .withClassLoader(new FilteredClassLoader("org.springframework.web.socket"))
                .withBean(SyncTransport.class, ClientWiringTest.SilentTransport::new)
                .run(context -> assertThatExceptionOfType(ChannelUnavailableException.class)
                        .isThrownBy(() -> context.getBean(SyncTemplate.class).channel("orders"))
                        .withMessageContaining("zenquery-sync-spring-boot-starter"));
    }

    @Test
    void channel_withoutStompClientButWithOwnTransports_opens() {
        Transports transports = new Transports();
        ClientContexts.client()
                .withClassLoader(new FilteredClassLoader("org.springframework.web.socket"))
                .withBean(SyncTransportFactory.class, () -> transports)
                .run(context -> {
                    assertThat(context.getBean(SyncTemplate.class)
                                    .channel("orders")
                                    .state())
                            .isEqualTo(SessionState.OFFLINE);
                    assertThat(transports.made).containsOnlyKeys("board", "orders");
                });
    }

    @Test
    void start_withoutAnyTransport_saysWhatToAdd() {
        ClientContexts.client()
                .withClassLoader(new FilteredClassLoader("org.springframework.web.socket"))
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .isInstanceOf(ChannelUnavailableException.class)
                        .hasMessageContaining("zenquery-sync-spring-boot-starter"));
    }

    @Test
    void start_declaredChannelsBesideOwnOperations_fails() {
        ClientContexts.client()
                .withPropertyValues("zenquery.sync.channels=orders")
                .withBean("mine", SyncOperations.class, () -> mock(SyncOperations.class))
                .run(context -> assertThat(context)
                        .getFailure()
                        .isInstanceOf(InvalidSyncPropertyException.class)
                        .hasMessageContaining("SyncOperations bean of the application's own"));
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
    void channel_listenerAsksForIt_hasItAlready() {
        ClientContexts.client()
                .withBean(AsksForItsChannel.class)
                .run(context -> assertThat(context.getBean(SyncTemplate.class).channel("orders"))
                        .isSameAs(context.getBean(AsksForItsChannel.class).got));
    }

    @Test
    void stop_takesChannelsOfflineAndLetsGoOfTheirOutboxes_andStartBringsThemBack() {
        Transports transports = new Transports();
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
    void channel_openedWhileConnected_connects() {
        Transports transports = new Transports();
        ClientContexts.client()
                .withPropertyValues("zenquery.sync.auto-startup=true")
                .withBean(SyncTransportFactory.class, () -> transports)
                .run(context -> {
                    transports.awaitOpened("board", 1);
                    SyncOperations stock = context.getBean(SyncTemplate.class).channel("stock");
                    transports.awaitOpened("stock", 1);
                    assertThat(stock.state()).isEqualTo(SessionState.CONNECTING);
                });
        assertThat(transports.made).hasSize(2);
    }

    @Test
    void channel_autoStartupOff_staysOfflineUntilItIsConnected() {
        Transports transports = new Transports();
        ClientContexts.client()
                .withBean(SyncTransportFactory.class, () -> transports)
                .run(context -> {
                    SyncOperations stock = context.getBean(SyncTemplate.class).channel("stock");
                    assertThat(stock.state()).isEqualTo(SessionState.OFFLINE);

                    stock.connect();

                    transports.awaitOpened("stock", 1);
                    assertThat(context.getBean(SyncChannelSessions.class).isRunning())
                            .isTrue();
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

    static final class AsksForItsChannel implements SyncChannelListener {
        private final ObjectProvider<SyncTemplate> board;
        private SyncOperations got;

        AsksForItsChannel(ObjectProvider<SyncTemplate> board) {
            this.board = board;
        }

        @Override
        public void opened(SyncChannel channel) {
            got = board.getObject().channel(channel.name());
        }
    }

    /** What a listener heard. */
    static final class Heard implements SyncChannelListener {
        final List<SyncChannel> channels = new CopyOnWriteArrayList<>();

        @Override
        public void opened(SyncChannel channel) {
            channels.add(channel);
        }
    }

    /** Networks that take everything and say nothing. */
    static final class Transports implements SyncTransportFactory {
        final Map<String, ClientWiringTest.SilentTransport> made = new ConcurrentHashMap<>();

        @Override
        public SyncTransport transport(String connection, String channel) {
            ClientWiringTest.SilentTransport transport = new ClientWiringTest.SilentTransport();
            assertThat(made.put(channel, transport)).isNull();
            return transport;
        }

        void awaitOpened(String channel, int times) {
            await().untilAsserted(() -> assertThat(made.get(channel).opened).hasValue(times));
        }
    }
}
