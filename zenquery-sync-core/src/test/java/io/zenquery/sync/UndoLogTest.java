package io.zenquery.sync;

import static io.zenquery.sync.JsonText.json;
import static io.zenquery.sync.JsonText.patch;
import static org.assertj.core.api.Assertions.assertThat;

import io.zenquery.sync.StepState.Change;
import io.zenquery.sync.patch.AtomKey;
import io.zenquery.sync.patch.JsonPatch;
import io.zenquery.sync.patch.Patch;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What an undo comes to does not depend on who has asked when, nor on what the log has forgotten meanwhile. */
class UndoLogTest {
    private static final AtomKey DOC = AtomKey.of("doc");
    private static final int SEEDS = Integer.getInteger("zenquery.laws.seeds", 200);

    private JsonNode document = json("{l:[]}");

    private void happen(UndoLog log, Long own, String patch) {
        happen(List.of(log), own, patch(patch));
    }

    private void happen(List<UndoLog> logs, Long own, List<Patch> patch) {
        happen(logs, own == null ? null : new PendingMutation(own, null, Map.of()), patch);
    }

    private void happen(List<UndoLog> logs, PendingMutation mutation, List<Patch> patch) {
        List<Change> step = List.of(new Change(mutation, Map.of(DOC, patch)));
        logs.forEach(log -> log.follow(step, atom -> document));
        document = JsonPatch.apply(document, patch);
        logs.forEach(log -> log.add(step));
    }

    private Map<AtomKey, List<Patch>> undo(UndoLog log, long own) {
        List<Patch> undone = log.replay(DOC, log.from(own), atom -> document).takeBack(own);
        return undone.isEmpty() ? Map.of() : Map.of(DOC, undone);
    }

    @Test
    void askedNowAndThen_orNeverBefore_isTheSame() {
        for (long seed = 0; seed < SEEDS; seed++) {
            Random random = new Random(seed);
            RandomDocuments documents = new RandomDocuments(seed);
            document = documents.document();
            UndoLog asked = new UndoLog(3, 8, new UndoChains());
            UndoLog notAsked = new UndoLog(3, 8, new UndoChains());
            long own = 0;
            for (int i = 0; i < 60; i++) {
                Long by = random.nextInt(3) == 0 ? Long.valueOf(++own) : null;
                happen(List.of(asked, notAsked), by, documents.patch(document, 2));
                if (random.nextInt(4) == 0) {
                    undo(asked, own);
                }
            }
            assertThat(asked.lastForgotten())
                    .isEqualTo(notAsked.lastForgotten())
                    .isPositive();
            for (long each = asked.lastForgotten() + 1; each <= own; each++) {
                JsonNode one = JsonPatch.apply(document, undo(asked, each).getOrDefault(DOC, List.of()));
                JsonNode other = JsonPatch.apply(document, undo(notAsked, each).getOrDefault(DOC, List.of()));
                assertThat(one).as("seed %s, mutation %s", seed, each).isEqualTo(other);
            }
        }
    }

    /** Nor on how far back the changes are carried out: no undo of the others among them comes to something else by that. */
    @Test
    void carriedOutFromTheMutationOn_orFromTheBeginning_isTheSame() {
        int undone = 0;
        for (long seed = 0; seed < SEEDS; seed++) {
            Random random = new Random(seed);
            RandomDocuments documents = new RandomDocuments(seed);
            document = documents.document();
            UndoChains chains = new UndoChains();
            UndoLog log = new UndoLog(100, 1_000, chains);
            UndoLog whole = new UndoLog(100, 1_000, chains);
            List<UndoLog> both = List.of(log, whole);
            long own = 0;
            for (int i = 0; i < 25; i++) {
                long of = own == 0 ? 0 : 1 + random.nextInt((int) own);
                List<Patch> undo = of == 0 || random.nextBoolean() ? List.of() : undoOfWhole(whole, of);
                if (!undo.isEmpty()) {
                    chains.registered(++own, of);
                    chains.ended(own, true);
                    happen(both, new PendingMutation(own, null, Map.of(), Map.of(), null, of), undo);
                    undone++;
                } else if (random.nextBoolean()) {
                    happen(both, new PendingMutation(++own, null, Map.of()), documents.patch(document, 2));
                } else {
                    happen(both, (PendingMutation) null, documents.patch(document, 2));
                }
            }
            for (long each = own; each > 0; each--) {
                List<Patch> needed =
                        log.replay(DOC, log.from(each), atom -> document).takeBack(each);
                assertThat(JsonPatch.apply(document, needed))
                        .as("seed %s, mutation %s of %s", seed, each, own)
                        .isEqualTo(JsonPatch.apply(document, undoOfWhole(whole, each)));
            }
        }
        assertThat(undone).isGreaterThan(SEEDS);
    }

    private List<Patch> undoOfWhole(UndoLog log, long own) {
        return log.replay(DOC, 0, atom -> document).takeBack(own);
    }

    @Test
    void nothingOfItsOwn_nothingIsKept() {
        UndoLog log = new UndoLog(1, 10, new UndoChains());
        happen(log, null, "[{op:'add',path:'/l/0',value:1}]");
        happen(log, 1L, "[{op:'add',path:'/l/0',value:2}]");
        happen(log, null, "[{op:'add',path:'/l/0',value:3}]");

        assertThat(undo(log, 1)).isEqualTo(Map.of(DOC, patch("[{op:'remove',path:'/l/1'}]")));
        assertThat(log.lastForgotten()).isZero();
    }
}
