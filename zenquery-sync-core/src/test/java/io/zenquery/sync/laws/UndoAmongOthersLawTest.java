package io.zenquery.sync.laws;

import static org.assertj.core.api.Assertions.assertThat;

import io.zenquery.sync.CoordinatorBuilder;
import io.zenquery.sync.OptimisticSyncCoordinator;
import io.zenquery.sync.PendingMutation;
import io.zenquery.sync.ServerDeltaMessage;
import io.zenquery.sync.UndoUnavailableException;
import io.zenquery.sync.atom.AtomStore;
import io.zenquery.sync.conflict.ConflictStrategies;
import io.zenquery.sync.patch.AtomKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Undo and redo of any own mutation, in any order, among what others write: the view is what {@link UndoModel} says. */
class UndoAmongOthersLawTest {
    private static final AtomKey DOC = AtomKey.of("doc");
    private static final int SEEDS = Integer.getInteger("undo.seeds", 400);

    @Test
    void anyOrder_amongOthers_isWhatTheModelSays() {
        int undone = 0;
        int refused = 0;
        for (long seed = 0; seed < SEEDS; seed++) {
            History history = new History(seed);
            history.run();
            undone += history.undone;
            refused += history.refused;
        }
        assertThat(undone).isGreaterThan(SEEDS * 2);
        assertThat(refused).isGreaterThan(SEEDS / 2);
    }

    private static final class History {
        private final Random random;
        private final RandomIntents intents;
        private final AtomStore store;
        private final OptimisticSyncCoordinator coordinator;
        private final UndoModel model;
        private final List<Long> own = new ArrayList<>();
        private final List<String> story = new ArrayList<>();
        private final long seed;
        private long serverSeq;
        int undone;
        int refused;

        History(long seed) {
            this.seed = seed;
            this.random = new Random(seed * 31 + 5);
            this.intents = new RandomIntents(random);
            JsonNode start = intents.document();
            story.add(start.toString());
            this.store = new AtomStore(Map.of(DOC, start));
            this.coordinator =
                    new CoordinatorBuilder().stateLayer(store).maxUndo(100).build();
            this.model = new UndoModel(start);
        }

        void run() {
            for (int i = 0; i < 6 + seed % 20; i++) {
                int dice = random.nextInt(10);
                if (dice < 3 || own.isEmpty()) {
                    mutate();
                } else if (dice < 6) {
                    others();
                } else {
                    undo(own.get(random.nextInt(own.size())));
                }
                assertThat(store.view(DOC)).as("seed %s: %s", seed, story).isEqualTo(model.view());
            }
        }

        private void mutate() {
            List<Intent> list = Actor.fitting(IdentityLaw.list(random, intents, store.view(DOC)), store.view(DOC));
            long seq = coordinator.generateClientSeq();
            story.add("own " + seq + " " + list);
            coordinator.registerPendingMutation(
                    new PendingMutation(seq, null, Map.of(DOC, Actor.patch(list, store.view(DOC)))));
            accept(seq);
            model.own(seq, list);
            own.add(seq);
        }

        private void others() {
            List<Intent> list = Actor.fitting(IdentityLaw.list(random, intents, store.view(DOC)), store.view(DOC));
            story.add("others " + list);
            coordinator.processServerDelta(
                    ServerDeltaMessage.of(++serverSeq, Map.of(DOC, Actor.patch(list, store.view(DOC)))),
                    ConflictStrategies.REBASE);
            model.others(list);
        }

        private void undo(long seq) {
            try {
                long undo =
                        coordinator.registerUndo(seq, (number, patches) -> new PendingMutation(number, null, patches));
                story.add("undo " + seq + " by " + undo);
                accept(undo);
                model.undo(seq, undo);
                own.add(undo);
                undone++;
            } catch (UndoUnavailableException e) {
                story.add("no undo of " + seq);
                assertThat(model.undo(seq, 0)).as("seed %s: %s", seed, story).isFalse();
                refused++;
            }
        }

        private void accept(long seq) {
            coordinator.processServerDelta(
                    ServerDeltaMessage.own(seq, ++serverSeq, coordinator.pendingPatches(seq)),
                    ConflictStrategies.REBASE);
        }
    }
}
