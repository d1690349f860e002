package io.zenquery.sync.laws;

import static org.assertj.core.api.Assertions.assertThat;

import io.zenquery.sync.CoordinatorBuilder;
import io.zenquery.sync.OptimisticSyncCoordinator;
import io.zenquery.sync.PendingMutation;
import io.zenquery.sync.RandomDocuments;
import io.zenquery.sync.ServerDeltaMessage;
import io.zenquery.sync.UndoUnavailableException;
import io.zenquery.sync.atom.AtomStore;
import io.zenquery.sync.conflict.ConflictStrategies;
import io.zenquery.sync.patch.AtomKey;
import io.zenquery.sync.patch.JsonPatch;
import io.zenquery.sync.patch.Patch;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/**
 * Where nobody else writes, undoing the last mutation brings back exactly the view before it, undoing that the view after it, and so on
 * all the way back and forth; whether the mutations, and the undos, are confirmed or pending by then.
 */
class UndoAloneLawTest {
    private static final AtomKey DOC = AtomKey.of("doc");
    private static final int SEEDS = 400;

    @Test
    void anyMutations_undoneAndRedoneInTurn_eachViewIsBack() {
        int undone = 0;
        for (long seed = 0; seed < SEEDS; seed++) {
            undone += new History(seed).run();
        }
        assertThat(undone).isGreaterThan(SEEDS * 4);
    }

    private static final class History {
        private final RandomDocuments documents;
        private final Random random;
        private final AtomStore store;
        private final OptimisticSyncCoordinator coordinator;
        private final Deque<Long> undecided = new ArrayDeque<>();
        private final String name;
        private long serverSeq;

        History(long seed) {
            this.name = "seed " + seed;
            this.documents = new RandomDocuments(seed);
            this.random = documents.random();
            this.store = new AtomStore(Map.of(DOC, documents.document()));
            this.coordinator =
                    new CoordinatorBuilder().stateLayer(store).maxUndo(100).build();
        }

        int run() {
            List<Long> done = new ArrayList<>();
            List<JsonNode> views = new ArrayList<>(List.of(view()));
            int undone = 0;
            for (int i = 1 + random.nextInt(6); i > 0; i--) {
                done.add(mutate());
                views.add(view());
                decideSome();
            }
            for (int round = 0; round < 2; round++) {
                int position = done.size();
                List<Long> undos = new ArrayList<>();
                int back = 1 + random.nextInt(done.size());
                for (int i = 0; i < back; i++) {
                    undos.add(step(done.get(position - 1), views.get(position), views.get(position - 1)));
                    position--;
                    decideSome();
                }
                for (int i = 0; i < back; i++) {
                    Long undo = undos.get(undos.size() - 1 - i);
                    Long redo = step(undo, views.get(position), views.get(position + 1));
                    done.set(position, redo == null ? done.get(position) : redo);
                    position++;
                    decideSome();
                }
                undone += back;
            }
            return undone;
        }

        /** Takes a mutation back, and checks that this leads from one view to another; null if there is nothing to do. */
        private Long step(Long seq, JsonNode from, JsonNode to) {
            assertThat(view()).as(name).isEqualTo(from);
            if (seq == null) {
                return null;
            }
            try {
                long undo =
                        coordinator.registerUndo(seq, (number, patches) -> new PendingMutation(number, null, patches));
                undecided.add(undo);
                assertThat(view()).as(name).isEqualTo(to);
                return undo;
            } catch (UndoUnavailableException e) {
                assertThat(to).as(name + ": " + e.getMessage()).isEqualTo(from);
                return null;
            }
        }

        private long mutate() {
            long seq = coordinator.generateClientSeq();
            List<Patch> patch = documents.patch(view(), 3);
            while (JsonPatch.apply(view(), patch).equals(view())) { // what changes nothing on the whole can't be undone
                patch = documents.patch(view(), 3);
            }
            coordinator.registerPendingMutation(new PendingMutation(seq, null, Map.of(DOC, patch)));
            undecided.add(seq);
            return seq;
        }

        private void decideSome() {
            while (!undecided.isEmpty() && random.nextBoolean()) {
                long seq = undecided.remove();
                if (coordinator.pendingMutation(seq) != null) {
                    JsonNode before = view();
                    Map<AtomKey, List<Patch>> effect = coordinator.pendingPatches(seq);
                    assertThat(JsonPatch.apply(store.confirmed(DOC), effect.getOrDefault(DOC, List.of())))
                            .isNotNull();
                    coordinator.processServerDelta(
                            ServerDeltaMessage.own(seq, ++serverSeq, effect), ConflictStrategies.REBASE);
                    assertThat(view()).as(name).isEqualTo(before);
                }
            }
        }

        private JsonNode view() {
            return store.view(DOC);
        }
    }
}
