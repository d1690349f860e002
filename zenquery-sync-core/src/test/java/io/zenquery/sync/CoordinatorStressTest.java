package io.zenquery.sync;

import static io.zenquery.sync.JsonText.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.zenquery.sync.atom.AtomStore;
import io.zenquery.sync.conflict.ConflictStrategies;
import io.zenquery.sync.patch.AtomKey;
import io.zenquery.sync.patch.JsonPatch;
import io.zenquery.sync.patch.Patch;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.IntNode;

/** Many threads on one coordinator: nothing is lost or doubled, and the callbacks fold to the view. */
class CoordinatorStressTest {
    private static final AtomKey DOC = AtomKey.of("doc");
    private static final int WRITERS = 4;
    private static final int EACH = 300;

    private final AtomStore store = new AtomStore(Map.of(DOC, json("[]")));
    private final OptimisticSyncCoordinator coordinator =
            new CoordinatorBuilder().stateLayer(store).build();
    private final AtomicReference<JsonNode> folded = new AtomicReference<>(json("[]"));
    private final AtomicInteger ended = new AtomicInteger();
    private final AtomicInteger refused = new AtomicInteger();
    private final CountDownLatch ready = new CountDownLatch(WRITERS + 1);

    CoordinatorStressTest() {
        coordinator.onViewChange(change ->
                folded.set(JsonPatch.apply(folded.get(), change.patches().getOrDefault(DOC, List.of()))));
        coordinator.onOutcome(outcome -> ended.incrementAndGet());
    }

    /** How a writer gets its mutation into the queue. */
    private interface Writer {
        void write(Map<AtomKey, List<Patch>> patches);
    }

    private void register(Map<AtomKey, List<Patch>> patches) {
        while (true) {
            try {
                coordinator.registerNext(
                        clientSeq -> new PendingMutation(clientSeq, null, patches), coordinator.viewVersion());
                return;
            } catch (StaleViewException e) {
                refused.incrementAndGet(); // this thread slept through 256 steps of the others: drafted anew
            }
        }
    }

    /** The planted race: between number and registration somebody else may register a higher one. */
    private void registerInTwoSteps(Map<AtomKey, List<Patch>> patches) {
        long clientSeq = coordinator.generateClientSeq();
        try {
            coordinator.registerPendingMutation(
                    new PendingMutation(clientSeq, null, patches), coordinator.viewVersion());
        } catch (StaleViewException e) {
            registerInTwoSteps(patches);
        } catch (SequenceException e) {
            refused.incrementAndGet();
        }
    }

    @Test
    void writersAndServer_atOnce_loseAndDoubleNothing() throws Exception {
        run(this::register);

        assertThat(ended).hasValue(WRITERS * EACH);
        assertThat(coordinator.pendingMutations()).isEmpty();
        assertThat(store.view(DOC)).isEqualTo(store.confirmed(DOC)).isEqualTo(folded.get());
        assertThat(store.view(DOC).values().stream().map(JsonNode::intValue).filter(value -> value < WRITERS * EACH))
                .hasSize(WRITERS * EACH)
                .doesNotHaveDuplicates();
    }

    @Test
    void plantedRace_isFound() throws Exception {
        for (int round = 0; round < 50 && refused.get() == 0; round++) {
            CoordinatorStressTest racing = new CoordinatorStressTest();
            racing.run(racing::registerInTwoSteps);
            refused.addAndGet(racing.refused.get());
        }

        assertThat(refused.get()).isPositive();
    }

    private void run(Writer writer) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(WRITERS + 1);
        try {
            List<Future<?>> writers = new ArrayList<>();
            for (int number = 0; number < WRITERS; number++) {
                int first = number * EACH;
                writers.add(threads.submit(() -> write(first, writer)));
            }
            AtomicInteger done = new AtomicInteger();
            Future<?> server = threads.submit(() -> serve(done));
            for (Future<?> each : writers) {
                each.get(1, TimeUnit.MINUTES);
            }
            done.set(1);
            server.get(1, TimeUnit.MINUTES);
        } finally {
            threads.shutdownNow();
        }
    }

    private void write(int first, Writer writer) {
        arrive();
        IntStream.range(first, first + EACH)
                .forEach(value -> writer.write(Map.of(DOC, List.of(Patch.add("/0", IntNode.valueOf(value))))));
    }

    /** Decides the oldest mutation as predicted, and changes the document itself now and then, until nothing is left to do. */
    private void serve(AtomicInteger done) {
        arrive();
        int rounds = 0;
        while (true) {
            boolean last = done.get() == 1;
            List<PendingMutation> oldest = coordinator.pendingMutations(0, 1);
            if (!oldest.isEmpty()) {
                long clientSeq = oldest.get(0).clientSeq();
                coordinator.processServerDelta(
                        ServerDeltaMessage.own(
                                clientSeq, coordinator.confirmedServerSeq() + 1, coordinator.pendingPatches(clientSeq)),
                        ConflictStrategies.REBASE);
                if (rounds++ % 10 == 0) {
                    coordinator.processServerDelta(
                            ServerDeltaMessage.of(
                                    coordinator.confirmedServerSeq() + 1,
                                    Map.of(DOC, List.of(Patch.add("/0", IntNode.valueOf(1_000_000 + rounds))))),
                            ConflictStrategies.REBASE);
                }
            } else if (last) {
                return;
            } else {
                Thread.onSpinWait();
            }
        }
    }

    private void arrive() {
        ready.countDown();
        try {
            ready.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException("interrupted before the race began", e);
        }
    }
}
