package io.zenquery.sync;

import static io.zenquery.sync.JsonText.json;
import static io.zenquery.sync.JsonText.patch;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.zenquery.sync.atom.AtomStore;
import io.zenquery.sync.conflict.ConflictStrategies;
import io.zenquery.sync.patch.AtomKey;
import io.zenquery.sync.patch.Patch;
import io.zenquery.sync.patch.PatchException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** One coordinator begins where another one was; and what a journal is told, so that it can. */
class CoordinatorCheckpointTest {
    private final Board board = new Board("{l:[1,2]}");
    private final List<String> noted = new ArrayList<>();

    private void note() {
        board.coordinator.journal(new Noting(noted));
    }

    private static class Noting implements StepJournal {
        private final List<String> noted;

        Noting(List<String> noted) {
            this.noted = noted;
        }

        @Override
        public void registered(PendingMutation mutation) {
            noted.add("registered " + mutation.clientSeq() + " " + Board.text(mutation.optimisticPatches()));
        }

        @Override
        public void applied(ServerDeltaMessage delta) {
            noted.add("applied " + delta.serverSeq() + " of " + delta.origin());
        }

        @Override
        public void ended(MutationOutcome outcome) {
            noted.add("ended " + outcome.mutation().clientSeq());
        }

        @Override
        public void superseded() {
            noted.add("superseded");
        }
    }

    private record RefusingLayer(StateLayer documents) implements StateLayer {
        @Override
        public JsonNode confirmed(AtomKey atom) {
            return documents.confirmed(atom);
        }

        @Override
        public Map<AtomKey, JsonNode> confirmed() {
            return documents.confirmed();
        }

        @Override
        public JsonNode view(AtomKey atom) {
            return documents.view(atom);
        }

        @Override
        public Runnable prepare(Map<AtomKey, JsonNode> confirmed, Map<AtomKey, List<Patch>> view, long version) {
            throw new PatchException("refused on purpose");
        }
    }

    // -------------------------------------------------------------------------------------------------- checkpoint

    @Test
    void checkpoint_afterDeltas_hasThePatchesAsTheyStand() {
        board.mutate("[{op:'remove',path:'/l/0'}]");
        board.delta("[{op:'add',path:'/l/0',value:0}]");
        long hidden = board.mutate("[{op:'test',path:'/l/0',value:0},{op:'add',path:'/n',value:1}]");
        board.delta("[{op:'replace',path:'/l/0',value:7}]");
        List<String> taken = new ArrayList<>();

        CoordinatorCheckpoint checkpoint = board.coordinator.checkpoint(() -> taken.add("under the lock"));

        assertThat(taken).hasSize(1);
        assertThat(checkpoint.lastClientSeq()).isEqualTo(2);
        assertThat(checkpoint.serverSeq()).isEqualTo(2);
        assertThat(checkpoint.confirmed()).isEqualTo(Map.of(Board.DOC, json("{l:[7,1,2]}")));
        assertThat(checkpoint.pending())
                .extracting(each -> Board.text(each.optimisticPatches()))
                .containsExactly("remove /l/1", "");
        assertThat(checkpoint.hidden()).containsExactly(hidden);
    }

    @Test
    void restore_checkpoint_hasDocumentsQueueAndNumbersInOneStep() {
        board.mutate("[{op:'remove',path:'/l/0'}]");
        board.delta("[{op:'add',path:'/l/0',value:0}]");
        Board other = new Board("{old:1}");

        other.coordinator.restore(board.coordinator.checkpoint(() -> {}));

        assertThat(other.confirmed()).isEqualTo(board.confirmed());
        assertThat(other.view()).isEqualTo(board.view());
        assertThat(other.pending()).isEqualTo("remove /l/1");
        assertThat(other.coordinator.confirmedServerSeq()).isEqualTo(1);
        assertThat(other.coordinator.viewVersion()).isEqualTo(1);
        assertThat(other.told)
                .containsExactly("apply add  {\"l\":[0,1,2]}", "view 1 add  {\"l\":[0,1,2]}, remove /l/1", "state");
        assertThat(other.mutate("[{op:'add',path:'/n',value:1}]")).isEqualTo(2);
        other.coordinator.rejectMutation(1, null);
        assertThat(other.view()).isEqualTo(json("{l:[0,1,2],n:1}"));
    }

    @Test
    void restore_documentThatTheCheckpointLacks_isGone() {
        Board other = new Board("{old:1}");
        AtomKey atom = Board.OTHER;

        other.coordinator.restore(new CoordinatorCheckpoint(5, 3, Map.of(atom, json("[]")), List.of(), Set.of()));

        assertThat(other.store.snapshot().confirmed()).containsOnlyKeys(atom);
        assertThat(other.store.snapshot().view()).containsOnlyKeys(atom);
        assertThat(other.coordinator.generateClientSeq()).isEqualTo(6);
        assertThatExceptionOfType(SequenceException.class)
                .as("numbers of before are not known here")
                .isThrownBy(() -> other.coordinator.rejectMutation(5, null));
    }

    @Test
    void restore_coordinatorThatHasBegun_isRefused() {
        CoordinatorCheckpoint checkpoint = board.coordinator.checkpoint(() -> {});
        Board numbered = new Board("{}");
        numbered.coordinator.generateClientSeq();
        Board changed = new Board("{}").delta("[{op:'add',path:'/a',value:1}]");

        for (Board begun : List.of(numbered, changed)) {
            assertThatIllegalStateException()
                    .isThrownBy(() -> begun.coordinator.restore(checkpoint))
                    .withMessageContaining("has not begun");
        }
    }

    @Test
    void restore_mutationThatDoesNotFit_changesNothing() {
        Board other = new Board("{}");
        PendingMutation misfit = Board.mutation(1, "[{op:'remove',path:'/nowhere'}]");

        assertThatExceptionOfType(InvalidMutationException.class)
                .isThrownBy(() -> other.coordinator.restore(
                        new CoordinatorCheckpoint(1, 1, Map.of(Board.DOC, json("{}")), List.of(misfit), Set.of())));

        assertThat(other.told).isEmpty();
        assertThat(other.coordinator.confirmedServerSeq()).isZero();
    }

    @Test
    void checkpoint_withoutStateLayer_isRefused() {
        OptimisticSyncCoordinator bare = new CoordinatorBuilder().build();

        assertThatIllegalStateException()
                .isThrownBy(() -> bare.checkpoint(() -> {}))
                .withMessageContaining("state layer");
    }

    // ----------------------------------------------------------------------------------------------------- journal

    @Test
    void journal_eachStep_isNotedInOrderWithTheMutationThatADeltaEnded() {
        note();
        long accepted = board.mutate("[{op:'add',path:'/l/0',value:9}]");
        long rejected = board.mutate("[{op:'add',path:'/n',value:1}]");
        board.delta("[{op:'add',path:'/l/0',value:0}]");
        board.coordinator.confirmMutation(accepted, 2);
        board.delta("[{op:'add',path:'/l/0',value:9}]");
        board.coordinator.rejectMutation(rejected, null);

        assertThat(noted)
                .containsExactly(
                        "registered 1 add /l/0 9",
                        "registered 2 add /n 1",
                        "applied 1 of null",
                        "applied 2 of 1",
                        "ended 1",
                        "ended 2");
    }

    @Test
    void journal_deltaThatTheStateLayerRefuses_isNotNoted() {
        AtomStore documents = new AtomStore(Map.of(Board.DOC, json("{}")));
        OptimisticSyncCoordinator coordinator = new CoordinatorBuilder()
                .stateLayer(new RefusingLayer(documents))
                .build();
        coordinator.journal(new Noting(noted));

        assertThatExceptionOfType(InvalidDeltaException.class)
                .isThrownBy(() -> coordinator.processServerDelta(
                        ServerDeltaMessage.of(1, Map.of(Board.DOC, patch("[{op:'add',path:'/a',value:1}]"))),
                        ConflictStrategies.REBASE));

        assertThat(noted).isEmpty();
        assertThat(coordinator.confirmedServerSeq()).isZero();
    }

    @Test
    void journal_draftOfAnOlderView_isNotedAsItWasCarried() {
        note();
        board.delta("[{op:'add',path:'/l/0',value:0}]");
        board.coordinator.registerNext(number -> Board.mutation(number, "[{op:'remove',path:'/l/0'}]"), 0);

        assertThat(noted).endsWith("registered 1 remove /l/1");
    }

    @Test
    void journal_whatOnlyACheckpointTells_supersedesTheNotes() {
        note();
        board.snapshot(3, "{l:[]}");
        board.coordinator.rewritePending(mutation -> mutation);

        assertThat(noted).containsExactly("superseded", "superseded");
    }

    @Test
    void ended_isNotedWhileTheMutationIsStillPending_soThatItIsNeverNowhere() {
        List<@Nullable PendingMutation> pending = new ArrayList<>();
        board.coordinator.journal(new Noting(noted) {
            @Override
            public void ended(MutationOutcome outcome) {
                pending.add(board.coordinator.pendingMutation(outcome.mutation().clientSeq()));
            }
        });
        long rejected = board.mutate("[{op:'add',path:'/n',value:1}]");
        board.coordinator.rejectMutation(rejected, null);
        assertThat(pending).singleElement().isNotNull();
        assertThat(board.coordinator.pendingMutation(rejected)).isNull();
    }

    @Test
    void registerNext_numbersAndRegistersInOneStep() {
        long first = board.coordinator.registerNext(
                number -> Board.mutation(number, "[{op:'remove',path:'/l/0'}]"), board.coordinator.viewVersion());

        assertThat(first).isEqualTo(1);
        assertThat(board.view()).isEqualTo(json("{l:[2]}"));
        assertThatExceptionOfType(SequenceException.class)
                .isThrownBy(() -> board.coordinator.registerNext(number -> Board.mutation(7, "[]"), 1));
        assertThat(board.coordinator.pendingMutation(first).optimisticPatches())
                .isEqualTo(Map.of(Board.DOC, patch("[{op:'remove',path:'/l/0'}]")));
        assertThat(board.coordinator.pendingMutation(2)).isNull();
    }
}
