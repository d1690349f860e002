package io.zenquery.sync.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.common.KeyValue;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import io.zenquery.sync.CoordinatorBuilder;
import io.zenquery.sync.OptimisticSyncCoordinator;
import io.zenquery.sync.ServerDeltaMessage;
import io.zenquery.sync.ServerDeltaMessage.Patches;
import io.zenquery.sync.atom.AtomStore;
import io.zenquery.sync.conflict.ConflictStrategies;
import io.zenquery.sync.patch.AtomKey;
import io.zenquery.sync.patch.Patch;
import io.zenquery.sync.session.MutationRequest;
import io.zenquery.sync.session.SyncSession;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.IntNode;

/** What is observed while listeners are told, and of what each of them is a part. */
class EventObservationsTest {
    private static final String TRACE = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
    private static final AtomKey KEY = AtomKey.of("n");

    private final ObservationRegistry registry = ObservationRegistry.create();
    private final List<String> told = Collections.synchronizedList(new ArrayList<>());
    private final AtomStore store = new AtomStore();
    private final OptimisticSyncCoordinator coordinator =
            new CoordinatorBuilder().stateLayer(store).build();
    private final EventQueue queue =
            new EventQueue(event -> tell(event.getClass().getSimpleName()));
    private final SyncEventPublisher publisher =
            new SyncEventPublisher("default", "board", coordinator, queue, new EventObservations(registry, null, null));
    private final SyncSession session = NoNetwork.session(coordinator, publisher);

    /** As the first connection does. */
    @BeforeEach
    void serverSendsItsSnapshot() throws InterruptedException {
        coordinator.processServerDelta(ServerDeltaMessage.snapshot(0, Map.of()), ConflictStrategies.REBASE);
        published().clear();
    }

    private void tell(String what) {
        Observation now = registry.getCurrentObservation();
        told.add(what
                + (now == null || now.isNoop()
                        ? ""
                        : " in " + now.getContextView().getName()));
    }

    /** As tracing does; and notes what begins and ends. */
    private final class Noting implements ObservationHandler<Observation.Context> {
        @Override
        public void onStart(Observation.Context context) {
            told.add("begin " + context.getName() + " " + trace(context));
        }

        @Override
        public void onStop(Observation.Context context) {
            List<String> values = new ArrayList<>();
            context.getAllKeyValues().stream().map(KeyValue::getValue).forEach(values::add);
            told.add("end " + context.getName() + " " + values);
        }

        private @Nullable String trace(Observation.Context context) {
            if (context instanceof SyncDeltaContext delta) {
                return delta.getGetter().get(delta.getCarrier(), "traceparent");
            }
            SyncOutcomeContext outcome = (SyncOutcomeContext) context;
            return outcome.getGetter().get(outcome.getCarrier(), "traceparent");
        }

        @Override
        public boolean supportsContext(Observation.Context context) {
            return true;
        }
    }

    private void submit(@Nullable String name, int value) {
        session.submit(new MutationRequest(
                name,
                IntNode.valueOf(1),
                Map.of(KEY, List.of(Patch.add("", IntNode.valueOf(value)))),
                coordinator.viewVersion(),
                Set.of(),
                null,
                TRACE));
    }

    private void delta(long number, @Nullable Long own, int value, @Nullable String trace) {
        Patches patches = new Patches(Map.of(KEY, List.of(Patch.add("", IntNode.valueOf(value)))));
        coordinator.processServerDelta(
                new ServerDeltaMessage(patches, number, null, own, null, trace), ConflictStrategies.REBASE);
    }

    private List<String> published() throws InterruptedException {
        CountDownLatch done = new CountDownLatch(1);
        queue.start();
        queue.stop(done::countDown);
        assertThat(done.await(10, TimeUnit.SECONDS)).isTrue();
        return told;
    }

    @Test
    void delta_isOneObservation_ofAllThatIsToldOfIt() throws InterruptedException {
        registry.observationConfig().observationHandler(new Noting());
        new SyncTemplate(
                        "board",
                        session,
                        coordinator,
                        store,
                        JsonMapper.shared(),
                        NoNetwork::another,
                        (atom, path) -> null,
                        publisher::execute,
                        MutationObservations.NONE)
                .atom("n", Integer.class)
                .onChange(change -> tell("atom " + change.after()));

        delta(1, null, 7, TRACE);
        delta(2, null, 8, null);

        assertThat(published())
                .containsExactly(
                        "begin zenquery.sync.delta " + TRACE,
                        "DeltaAppliedEvent in zenquery.sync.delta",
                        "ViewChangedEvent in zenquery.sync.delta",
                        "atom 7 in zenquery.sync.delta",
                        "StateChangedEvent in zenquery.sync.delta",
                        "end zenquery.sync.delta [board, other, 1]",
                        "begin zenquery.sync.delta null",
                        "DeltaAppliedEvent in zenquery.sync.delta",
                        "ViewChangedEvent in zenquery.sync.delta",
                        "atom 8 in zenquery.sync.delta",
                        "StateChangedEvent in zenquery.sync.delta",
                        "end zenquery.sync.delta [board, other, 2]");
    }

    @Test
    void ownDelta_isObservedBesideTheOutcome() throws InterruptedException {
        submit("n.set", 7);
        registry.observationConfig().observationHandler(new Noting());

        delta(1, 1L, 7, null);

        assertThat(published())
                .containsExactly(
                        "ViewChangedEvent",
                        "StateChangedEvent",
                        "begin zenquery.sync.delta null",
                        "DeltaAppliedEvent in zenquery.sync.delta",
                        "StateChangedEvent in zenquery.sync.delta",
                        "begin zenquery.sync.outcome " + TRACE,
                        "MutationConfirmedEvent in zenquery.sync.outcome",
                        "end zenquery.sync.delta [board, own, 1]",
                        "end zenquery.sync.outcome [board, 1, n.set, confirmed]");
    }

    /** Though it is somebody else's delta that lets it take effect. */
    @Test
    void rejection_isObservedInTheTraceOfTheMutation_withItsFailure() throws InterruptedException {
        submit(null, 7);
        coordinator.rejectMutation(1, "no", 1);
        registry.observationConfig().observationHandler(new Noting());

        delta(1, null, 8, TRACE.replace('4', '5'));
        coordinator.withdrawMutation(submitted(), "refused", "no");

        assertThat(published())
                .contains(
                        "begin zenquery.sync.delta " + TRACE.replace('4', '5'),
                        "RollbackEvent in zenquery.sync.delta",
                        "begin zenquery.sync.outcome " + TRACE,
                        "MutationRejectedEvent in zenquery.sync.outcome",
                        "MutationFailedEvent in zenquery.sync.outcome",
                        "end zenquery.sync.outcome [board, 1, none, rejected]",
                        "end zenquery.sync.outcome [board, 2, n.set, withdrawn]")
                .filteredOn(line -> line.startsWith("begin") || line.startsWith("end"))
                .hasSize(6);
    }

    private long submitted() {
        submit("n.set", 9);
        return 2;
    }

    @Test
    void nobodyObserves_nothingIsMade() throws InterruptedException {
        delta(1, null, 7, TRACE);

        assertThat(published()).containsExactly("DeltaAppliedEvent", "ViewChangedEvent", "StateChangedEvent");
    }

    @Test
    void observationsThatAreOff_leaveTheEvents() throws InterruptedException {
        registry.observationConfig()
                .observationHandler(new Noting())
                .observationPredicate((name, context) -> !name.equals("zenquery.sync.delta"));

        delta(1, null, 7, TRACE);

        assertThat(published()).containsExactly("DeltaAppliedEvent", "ViewChangedEvent", "StateChangedEvent");
    }
}
