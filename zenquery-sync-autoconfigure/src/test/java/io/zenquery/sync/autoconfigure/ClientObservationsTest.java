package io.zenquery.sync.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.common.KeyValue;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import io.zenquery.sync.OptimisticSyncCoordinator;
import io.zenquery.sync.ServerDeltaMessage;
import io.zenquery.sync.conflict.ConflictStrategies;
import io.zenquery.sync.patch.AtomKey;
import io.zenquery.sync.patch.Patch;
import io.zenquery.sync.session.MutationReceipt;
import io.zenquery.sync.spring.DefaultSyncDeltaObservationConvention;
import io.zenquery.sync.spring.DefaultSyncOutcomeObservationConvention;
import io.zenquery.sync.spring.EventQueue;
import io.zenquery.sync.spring.SyncDeltaObservationConvention;
import io.zenquery.sync.spring.SyncOutcomeObservationConvention;
import io.zenquery.sync.spring.SyncTemplate;
import io.zenquery.sync.spring.event.DeltaAppliedEvent;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.event.EventListener;
import tools.jackson.databind.node.IntNode;

/** What of a client is observed, by what the application has. */
class ClientObservationsTest {
    private final BlockingQueue<String> ended = new LinkedBlockingQueue<>();
    private final BlockingQueue<DeltaAppliedEvent> heard = new LinkedBlockingQueue<>();

    private ObservationRegistry registry() {
        ObservationRegistry registry = ObservationRegistry.create();
        registry.observationConfig().observationHandler(new ObservationHandler<>() {
            @Override
            public void onStop(Observation.Context context) {
                List<String> values = context.getLowCardinalityKeyValues().stream()
                        .map(KeyValue::getValue)
                        .toList();
                ended.add(context.getName() + " " + values);
            }

            @Override
            public boolean supportsContext(Observation.Context context) {
                return true;
            }
        });
        return registry;
    }

    private final class Listener {
        @EventListener
        void on(DeltaAppliedEvent event) {
            heard.add(event);
        }
    }

    /** The server confirms one mutation, which is taken back, and another one is refused and made again. */
    private static void use(ConfigurableApplicationContext context) throws InterruptedException {
        SyncTemplate sync = context.getBean(SyncTemplate.class);
        OptimisticSyncCoordinator coordinator = context.getBean(OptimisticSyncCoordinator.class);
        coordinator.processServerDelta(ServerDeltaMessage.snapshot(0, Map.of()), ConflictStrategies.REBASE);
        MutationReceipt set = sync.mutate("n.set", 1, draft -> draft.atom("n").add("", 1));
        coordinator.processServerDelta(
                ServerDeltaMessage.own(1, 1, Map.of(AtomKey.of("n"), List.of(Patch.add("", IntNode.valueOf(1))))),
                ConflictStrategies.REBASE);
        MutationReceipt undo = set.undo();
        coordinator.rejectMutation(undo.clientSeq(), "no");
        sync.retry(undo.clientSeq());
        CountDownLatch told = new CountDownLatch(1);
        context.getBean(EventQueue.class).stop(told::countDown);
        assertThat(told.await(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void registry_isToldOfMutationsDeltasAndOutcomes() {
        ClientContexts.client()
                .withBean(ObservationRegistry.class, this::registry)
                .run(context -> {
                    use(context);

                    assertThat(ended)
                            .containsExactlyInAnyOrder(
                                    "zenquery.sync.mutation [board, n.set, mutate]",
                                    "zenquery.sync.delta [board, own]",
                                    "zenquery.sync.outcome [board, n.set, confirmed]",
                                    "zenquery.sync.mutation [board, none, undo]",
                                    "zenquery.sync.outcome [board, none, rejected]",
                                    "zenquery.sync.mutation [board, none, retry]");
                });
    }

    @Test
    void conventions_ofTheApplication_takeThePlaceOfOurs() {
        SyncDeltaObservationConvention delta = new DefaultSyncDeltaObservationConvention() {
            @Override
            public String getName() {
                return "board.change";
            }
        };
        SyncOutcomeObservationConvention outcome = new DefaultSyncOutcomeObservationConvention() {
            @Override
            public String getName() {
                return "board.end";
            }
        };
        ClientContexts.client()
                .withBean(ObservationRegistry.class, this::registry)
                .withBean(SyncDeltaObservationConvention.class, () -> delta)
                .withBean(SyncOutcomeObservationConvention.class, () -> outcome)
                .run(context -> {
                    use(context);

                    assertThat(ended)
                            .contains("board.change [board, own]", "board.end [board, n.set, confirmed]")
                            .noneMatch(line -> line.contains("sync.delta") || line.contains("sync.outcome"));
                });
    }

    @Test
    void absent_registry_eventsAreToldAsEver() {
        ClientContexts.client().withBean(Listener.class, () -> new Listener()).run(context -> {
            use(context);

            assertThat(heard).hasSize(1);
            assertThat(ended).isEmpty();
        });
    }

    @Test
    void absent_micrometersMetersAndTracing_clientWorksWithoutThem() {
        ClientContexts.client()
                .withBean(Listener.class, () -> new Listener())
                .withClassLoader(new FilteredClassLoader("io.micrometer.core", "io.micrometer.tracing"))
                .run(context -> {
                    assertThat(context).hasNotFailed();
                    use(context);

                    assertThat(heard).hasSize(1);
                });
    }
}
