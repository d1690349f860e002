package io.zenquery.sync.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;
import static org.mockito.Mockito.mock;

import io.zenquery.sync.patch.Json;
import io.zenquery.sync.session.SessionListener;
import io.zenquery.sync.session.SessionState;
import io.zenquery.sync.session.SyncTransport;
import io.zenquery.sync.spring.ChannelUnavailableException;
import io.zenquery.sync.spring.InvalidChannelNameException;
import io.zenquery.sync.spring.SyncChannel;
import io.zenquery.sync.spring.SyncChannelListener;
import io.zenquery.sync.spring.SyncOperations;
import io.zenquery.sync.spring.SyncSessionListenerFactory;
import io.zenquery.sync.spring.SyncTemplate;
import io.zenquery.sync.spring.SyncTransportFactory;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.context.FilteredClassLoader;
import tools.jackson.databind.node.StringNode;

/** Several channels of one server in one application. */
class ChannelsTest {
    private static final StringNode TEXT = StringNode.valueOf("text");

    private static void write(SyncOperations sync) {
        sync.mutate(draft -> draft.atom("note").add("", TEXT));
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
    void sessionListeners_areMadeForEachChannel_andHearIt() {
        Map<String, Queue<SessionState>> heard = new ConcurrentHashMap<>();
        SyncSessionListenerFactory factory = (connection, channel) -> new SessionListener() {
            @Override
            public void onState(SessionState from, SessionState to, String reason) {
                heard.computeIfAbsent(connection + "/" + channel, key -> new ConcurrentLinkedQueue<>())
                        .add(to);
            }
        };
        ClientContexts.client()
                .withPropertyValues("zenquery.sync.auto-startup=true", "zenquery.sync.channels=orders")
                .withBean(SyncTransportFactory.class, Transports::new)
                .withBean(SyncSessionListenerFactory.class, () -> factory)
                .run(context -> await().untilAsserted(() -> {
                    assertThat(heard).containsOnlyKeys("default/board", "default/orders");
                    assertThat(heard.values()).allMatch(states -> states.contains(SessionState.CONNECTING));
                }));
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
