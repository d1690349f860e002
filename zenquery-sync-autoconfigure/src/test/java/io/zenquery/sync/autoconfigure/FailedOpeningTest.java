package io.zenquery.sync.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.zenquery.sync.actuate.ZenQuerySyncEndpoint;
import io.zenquery.sync.outbox.SqliteOutboxStore;
import io.zenquery.sync.session.SessionListener;
import io.zenquery.sync.session.SessionState;
import io.zenquery.sync.spring.SyncChannel;
import io.zenquery.sync.spring.SyncChannelListener;
import io.zenquery.sync.spring.SyncOperations;
import io.zenquery.sync.spring.SyncSessionListenerFactory;
import io.zenquery.sync.spring.SyncTemplate;
import io.zenquery.sync.spring.SyncTransportFactory;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.health.contributor.CompositeHealthContributor;
import org.springframework.boot.health.contributor.HealthContributors;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;

/** Of a channel that could not be opened nothing is left, and the next call opens it. */
class FailedOpeningTest {
    private final MeterRegistry registry = new SimpleMeterRegistry();
    private final ChannelsTest.Transports transports = new ChannelsTest.Transports();
    private boolean failing = true;

    @TempDir
    private Path directory;

    private ApplicationContextRunner client() {
        return ClientContexts.client()
                .withConfiguration(AutoConfigurations.of(
                        ZenQuerySyncClientChannelAutoConfiguration.class,
                        ZenQuerySyncMetricsAutoConfiguration.class,
                        ZenQuerySyncEndpointAutoConfiguration.class,
                        ZenQuerySyncHealthContributorAutoConfiguration.class))
                .withBean(MeterRegistry.class, () -> registry)
                .withBean(SyncTransportFactory.class, () -> transports)
                .withPropertyValues(
                        "management.endpoints.web.exposure.include=*",
                        "zenquery.sync.outbox.path=" + directory.resolve("outbox.db"));
    }

    private void fail(String channel) {
        if (failing && channel.equals("orders")) {
            throw new IllegalArgumentException("thrown on purpose");
        }
    }

    private static List<String> health(ApplicationContext context) {
        return ((CompositeHealthContributor) context.getBean("zenquerySyncHealthContributor"))
                .stream().map(HealthContributors.Entry::name).toList();
    }

    private List<Meter> meters() {
        return registry.getMeters().stream()
                .filter(meter -> "orders".equals(meter.getId().getTag("channel")))
                .toList();
    }

    private void assertNothingIsLeft(ApplicationContext context) {
        assertThat(meters()).isEmpty();
        assertThat(health(context)).containsExactly("board");
        assertThat(context.getBean(ZenQuerySyncEndpoint.class).sync().client()).containsOnlyKeys("board");
        assertThat(transports.made.remove("orders").closed.get()).isPositive();
        SqliteOutboxStore.open(directory.resolve("outbox.db.orders.outbox"), Clock.systemUTC())
                .close();
        await().untilAsserted(() -> assertThat(Thread.getAllStackTraces().keySet())
                .noneMatch(thread -> thread.isAlive() && thread.getName().equals("zenquery-sync-session-orders")));
    }

    private void assertOpensNow(ApplicationContext context) {
        failing = false;
        SyncOperations orders = context.getBean(SyncTemplate.class).channel("orders");
        orders.mutate(draft -> draft.atom("a").add("", 1));
        assertThat(registry.get("zenquery.sync.client.pending")
                        .tag("channel", "orders")
                        .gauge()
                        .value())
                .isEqualTo(1);
        assertThat(meters()).extracting(meter -> meter.getId().getName()).contains("zenquery.sync.client.ack");
        assertThat(health(context)).containsExactlyInAnyOrder("board", "orders");
    }

    private static void open(ApplicationContext context) {
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> context.getBean(SyncTemplate.class).channel("orders"))
                .withMessage("thrown on purpose");
    }

    @Test
    void channelListenerThrows_nothingIsLeft_andTheNextCallOpensIt() {
        client().withBean(SyncChannelListener.class, () -> channel -> fail(channel.name()))
                .run(context -> {
                    open(context);
                    assertNothingIsLeft(context);
                    assertOpensNow(context);
                });
    }

    @Test
    void sessionListenerFactoryThrows_nothingIsLeft_andTheNextCallOpensIt() {
        client().withBean(SyncSessionListenerFactory.class, () -> (connection, channel) -> {
                    fail(channel);
                    return new SessionListener() {};
                })
                .run(context -> {
                    open(context);
                    assertNothingIsLeft(context);
                    assertOpensNow(context);
                });
    }

    @Test
    void transportFactoryThrows_nothingIsLeft_andTheNextCallOpensIt() {
        ClientContexts.client()
                .withBean(SyncTransportFactory.class, () -> (connection, channel) -> {
                    fail(channel);
                    return transports.transport(connection, channel);
                })
                .withPropertyValues("zenquery.sync.outbox.path=" + directory.resolve("outbox.db"))
                .run(context -> {
                    open(context);
                    SqliteOutboxStore.open(directory.resolve("outbox.db.orders.outbox"), Clock.systemUTC())
                            .close();
                    failing = false;
                    assertThat(context.getBean(SyncTemplate.class)
                                    .channel("orders")
                                    .pending())
                            .isEmpty();
                });
    }

    @Test
    void listenersThatHeardOfIt_hearThatItIsAbandoned_beforeItEnds() {
        Queue<String> heard = new ConcurrentLinkedQueue<>();
        client().withBean("first", SyncChannelListener.class, () -> new Hearing(heard))
                .withBean("second", SyncChannelListener.class, () -> channel -> fail(channel.name()))
                .run(context -> {
                    heard.clear();
                    open(context);
                    assertThat(heard).containsExactly("opened orders", "abandoned orders OFFLINE");
                });
    }

    @Test
    void listenerFailsToHearThat_theRestIsUndoneAllTheSame() {
        client().withBean("first", SyncChannelListener.class, () -> new Hearing(new ConcurrentLinkedQueue<>()) {
                    @Override
                    public void abandoned(SyncChannel channel) {
                        throw new IllegalStateException("thrown on purpose, too");
                    }
                })
                .withBean("second", SyncChannelListener.class, () -> channel -> fail(channel.name()))
                .run(context -> {
                    open(context);
                    assertNothingIsLeft(context);
                    assertOpensNow(context);
                });
    }

    private static class Hearing implements SyncChannelListener {
        private final Queue<String> heard;

        Hearing(Queue<String> heard) {
            this.heard = heard;
        }

        @Override
        public void opened(SyncChannel channel) {
            heard.add("opened " + channel.name());
        }

        @Override
        public void abandoned(SyncChannel channel) {
            SessionState state = channel.session().state();
            heard.add("abandoned " + channel.name() + " " + state);
        }
    }
}
