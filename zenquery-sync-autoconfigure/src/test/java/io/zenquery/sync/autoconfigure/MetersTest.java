package io.zenquery.sync.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MockClock;
import io.micrometer.core.instrument.simple.SimpleConfig;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.zenquery.sync.OptimisticSyncCoordinator;
import io.zenquery.sync.ServerDeltaMessage;
import io.zenquery.sync.actuate.client.ClientMeters;
import io.zenquery.sync.actuate.client.ConnectionHistory;
import io.zenquery.sync.actuate.client.TrafficMeters;
import io.zenquery.sync.conflict.ConflictStrategies;
import io.zenquery.sync.patch.AtomKey;
import io.zenquery.sync.patch.JsonPointer;
import io.zenquery.sync.patch.Patch;
import io.zenquery.sync.protocol.ClientMessage.Mutation;
import io.zenquery.sync.protocol.ClientMessage.MutationBatch;
import io.zenquery.sync.protocol.ServerMessage.Ack;
import io.zenquery.sync.session.SessionState;
import io.zenquery.sync.spring.SyncTemplate;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import tools.jackson.databind.node.IntNode;
import tools.jackson.databind.node.NullNode;

class MetersTest {
    private static final String PREFIX = "zenquery.sync.client.";

    private final SettableClock clock = new SettableClock();
    private final MockClock meterClock = new MockClock();
    private final MeterRegistry registry = new SimpleMeterRegistry(SimpleConfig.DEFAULT, meterClock);

    private static ApplicationContextRunner withoutRegistry() {
        return ClientContexts.client()
                .withConfiguration(AutoConfigurations.of(
                        ZenQuerySyncClientChannelAutoConfiguration.class, ZenQuerySyncMetricsAutoConfiguration.class));
    }

    private ApplicationContextRunner client() {
        return withoutRegistry()
                .withBean(MeterRegistry.class, () -> registry)
                .withBean("zenQuerySyncClock", InstantSource.class, () -> clock);
    }

    private double value(String name, String... tags) {
        Meter meter =
                registry.get(PREFIX + name).tag("channel", "board").tags(tags).meter();
        return meter.measure().iterator().next().getValue();
    }

    private static long mutate(ApplicationContext context, int value) {
        return context.getBean(SyncTemplate.class)
                .mutate(draft -> draft.atom("a").add("", value))
                .clientSeq();
    }

    /** Somebody else's change of the same place. */
    private static void delta(ApplicationContext context, long serverSeq) {
        Map<AtomKey, List<Patch>> change = Map.of(
                AtomKey.of("a"), List.of(new Patch.Add(JsonPointer.parse(""), IntNode.valueOf((int) serverSeq))));
        context.getBean(OptimisticSyncCoordinator.class)
                .processServerDelta(ServerDeltaMessage.of(serverSeq, change), ConflictStrategies.SERVER_WINS);
    }

    @Test
    void gauges_followTheQueue() {
        client().run(context -> {
            assertThat(value("pending")).isZero();
            assertThat(value("pending.age")).isZero();
            assertThat(value("connected")).isZero();

            long first = mutate(context, 1);
            clock.advance(Duration.ofSeconds(3));
            mutate(context, 2);
            assertThat(value("pending")).isEqualTo(2);
            assertThat(value("pending.age")).isEqualTo(3);

            context.getBean(OptimisticSyncCoordinator.class).withdrawMutation(first, "refused", "no");
            assertThat(value("pending")).isEqualTo(1);
            assertThat(value("failed")).isEqualTo(1);
        });
    }

    @Test
    void counters_deltasRebasesConflictsRollbacksAndGaps_countEachOnce() {
        client().withPropertyValues("zenquery.sync.conflict.atoms.a=server-wins")
                .run(context -> {
                    context.getBean(OptimisticSyncCoordinator.class)
                            .processServerDelta(
                                    ServerDeltaMessage.snapshot(1, Map.of(AtomKey.of("a"), IntNode.valueOf(1))),
                                    ConflictStrategies.SERVER_WINS);
                    assertThat(value("deltas")).isEqualTo(1);
                    assertThat(value("rebases")).isZero();

                    long mine = mutate(context, 5);
                    delta(context, 2);
                    assertThat(value("deltas")).isEqualTo(2);
                    assertThat(value("rebases")).isEqualTo(1);
                    assertThat(value("conflicts", "strategy", "server-wins", "outcome", "drop"))
                            .isEqualTo(1);

                    context.getBean(OptimisticSyncCoordinator.class).rejectMutation(mine, null);
                    assertThat(value("rollbacks")).isEqualTo(1);

                    delta(context, 9);
                    assertThat(value("gaps")).isEqualTo(1);
                });
    }

    @Test
    void reconnects_areThoseOfTheHistory() {
        client().run(context -> {
            ConnectionHistory history = context.getBean(ConnectionHistory.class);
            history.onState(SessionState.RESUMING, SessionState.LIVE, "");
            history.onState(SessionState.LIVE, SessionState.CONNECTING, "lost");
            history.onState(SessionState.RESUMING, SessionState.LIVE, "");

            assertThat(value("reconnects")).isEqualTo(1);
        });
    }

    @Test
    void ack_isTimedFromTheFirstSendToTheVerdict() {
        TrafficMeters traffic = new TrafficMeters(registry, "board");

        traffic.onSend(batch(1, 2), false);
        meterClock.add(Duration.ofSeconds(1));
        traffic.onVerdict(new Ack(1, 1, 1L));
        meterClock.add(Duration.ofSeconds(1));
        traffic.onSend(batch(1, 2), true);
        meterClock.add(Duration.ofSeconds(1));
        traffic.onVerdict(new Ack(2, 2, 2L));
        traffic.onVerdict(new Ack(77, 3, 3L));

        assertThat(registry.get(PREFIX + "ack").timer().count()).isEqualTo(2);
        assertThat(registry.get(PREFIX + "ack").timer().totalTime(TimeUnit.SECONDS))
                .isEqualTo(4);
        assertThat(registry.get(PREFIX + "resends").counter().count()).isEqualTo(1);
    }

    @Test
    void ack_ofABatchThatAnotherProcessSentFirst_isNotTimed() {
        TrafficMeters traffic = new TrafficMeters(registry, "board");

        traffic.onSend(batch(1, 2), true);
        traffic.onVerdict(new Ack(1, 1, 1L));

        assertThat(registry.get(PREFIX + "ack").timer().count()).isZero();
    }

    private static MutationBatch batch(long... clientSeqs) {
        List<Mutation> members = Arrays.stream(clientSeqs)
                .mapToObj(clientSeq -> new Mutation(clientSeq, "n", NullNode.getInstance(), Map.of(), Map.of(), null))
                .toList();
        return new MutationBatch("f", 0, 0, members);
    }

    @Test
    void backOff_ownMeters_replaceOurs() {
        TrafficMeters own = new TrafficMeters(new SimpleMeterRegistry(), "own");
        client().withBean(TrafficMeters.class, () -> own)
                .run(context -> assertThat(context).getBean(TrafficMeters.class).isSameAs(own));
    }

    @Test
    void absent_micrometerOrRegistryOrClient_hasNoMeters() {
        withoutRegistry()
                .run(context -> assertThat(context)
                        .hasNotFailed()
                        .hasSingleBean(SyncTemplate.class)
                        .doesNotHaveBean(ClientMeters.class));
        withoutRegistry()
                .withClassLoader(new FilteredClassLoader("io.micrometer.core"))
                .run(context -> assertThat(context)
                        .hasNotFailed()
                        .hasSingleBean(SyncTemplate.class)
                        .doesNotHaveBean("zenQuerySyncClientMeters"));
        client().withPropertyValues("zenquery.sync.url=")
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(ClientMeters.class));
    }
}
