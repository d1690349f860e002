package io.zenquery.sync;

import static io.zenquery.sync.JsonText.json;
import static io.zenquery.sync.JsonText.patch;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import io.zenquery.sync.conflict.ConflictStrategies;
import io.zenquery.sync.patch.AtomKey;
import io.zenquery.sync.patch.Patch;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** One test, or more, for each line of the reference interface. */
class CoordinatorTest {

    @Test
    void generateClientSeq_calledAgain_increasesFromOne() {
        Board board = new Board("{}");

        assertThat(board.coordinator.generateClientSeq()).isEqualTo(1);
        assertThat(board.coordinator.generateClientSeq()).isEqualTo(2);
        assertThat(new CoordinatorBuilder().lastClientSeq(41).build().generateClientSeq())
                .isEqualTo(42);
    }

    @Test
    void register_mutation_showsInViewQueueAndPendingPatches() {
        Board board = new Board("{n:1}");

        long number = board.mutate("[{op:'replace',path:'/n',value:2}]");

        assertThat(board.view()).isEqualTo(json("{n:2}"));
        assertThat(board.confirmed()).isEqualTo(json("{n:1}"));
        assertThat(board.coordinator.pendingMutations())
                .extracting(PendingMutation::clientSeq)
                .containsExactly(number);
        assertThat(board.pending()).isEqualTo("replace /n 2");
        assertThat(board.told).containsExactly("view 1 replace /n 2", "state");
    }

    @Test
    void getPendingPatches_severalMutations_areInOrderAndTakeConfirmedToView() {
        Board board = new Board("{l:[1,2]}");
        board.mutate("[{op:'add',path:'/l/0',value:0}]");
        board.mutate("[{op:'remove',path:'/l/2'}]");

        assertThat(board.pending()).isEqualTo("add /l/0 0, remove /l/2");

        board.delta("[{op:'add',path:'/l/0',value:9}]");

        assertThat(board.pending()).isEqualTo("add /l/1 0, remove /l/3");
        assertThat(board.view()).isEqualTo(json("{l:[9,0,1]}"));
    }

    @Test
    void confirm_oneArgument_removesAtOnce() {
        Board board = new Board("{n:1}");
        long number = board.mutate("[{op:'replace',path:'/n',value:2}]");
        board.told.clear();

        board.coordinator.confirmMutation(number);

        assertThat(board.coordinator.pendingMutations()).isEmpty();
        assertThat(board.view()).isEqualTo(json("{n:1}"));
        assertThat(board.told).containsExactly("view 2 replace /n 1", "state");
        assertThat(board.outcomes).hasOnlyElementsOfType(MutationOutcome.Confirmed.class);
    }

    @Test
    void confirm_withServerSeq_staysInViewUntilThatDeltaAndGoesInTheSameStep() {
        Board board = new Board("{n:1}");
        long number = board.mutate("[{op:'replace',path:'/n',value:2}]");
        board.told.clear();

        board.coordinator.confirmMutation(number, 1);
        assertThat(board.view()).isEqualTo(json("{n:2}"));
        assertThat(board.outcomes).isEmpty();

        board.delta("[{op:'replace',path:'/n',value:2}]");
        assertThat(board.coordinator.pendingMutations()).isEmpty();
        assertThat(board.confirmed()).isEqualTo(json("{n:2}"));
        assertThat(board.told).as("no view change").containsExactly("state", "apply replace /n 2", "state");
        assertThat(board.outcomes).hasSize(1);
    }

    @Test
    void confirmWithoutEffect_numberReached_undoesThePrediction() {
        Board board = new Board("{n:1}");
        long number = board.mutate("[{op:'replace',path:'/n',value:2}]");

        board.coordinator.confirmMutationWithoutEffect(number, 1);
        assertThat(board.view()).isEqualTo(json("{n:2}"));
        board.delta("[{op:'add',path:'/m',value:1}]");

        assertThat(board.view()).isEqualTo(json("{n:1,m:1}"));
        assertThat(board.outcomes).hasOnlyElementsOfType(MutationOutcome.Confirmed.class);
    }

    @Test
    void reject_inTheMiddleOfTheQueue_rollsBackExactlyAndTellsInverse() {
        Board board = new Board("{l:['a','b']}");
        board.mutate("[{op:'add',path:'/l/0',value:'x'}]");
        long middle = board.mutate("[{op:'remove',path:'/l/1'},{op:'replace',path:'/l/1',value:'B'}]");
        board.mutate("[{op:'add',path:'/l/-',value:'z'}]");
        assertThat(board.view()).isEqualTo(json("{l:['x','B','z']}"));
        board.told.clear();

        board.coordinator.rejectMutation(middle, "no");

        assertThat(board.view()).isEqualTo(json("{l:['x','a','b','z']}"));
        assertThat(board.told)
                .containsExactly(
                        "rollback add /l/1 \"a\", replace /l/2 \"b\"",
                        "view 4 add /l/1 \"a\", replace /l/2 \"b\"",
                        "state");
        assertThat(board.outcomes)
                .singleElement()
                .isInstanceOfSatisfying(
                        MutationOutcome.Rejected.class,
                        rejected -> assertThat(rejected.error()).isEqualTo("no"));
    }

    @Test
    void reject_afterDeltaChangedWhatItHides_restoresTheServersNewValue() {
        Board board = new Board("{n:1}");
        long number = board.mutate("[{op:'replace',path:'/n',value:2}]");

        board.delta("[{op:'replace',path:'/n',value:7}]");
        assertThat(board.view()).isEqualTo(json("{n:2}"));
        board.coordinator.rejectMutation(number, null);

        assertThat(board.view()).isEqualTo(json("{n:7}"));
    }

    @Test
    void reject_withDecidedAt_waitsForThatNumber() {
        Board board = new Board("{n:1}");
        long number = board.mutate("[{op:'replace',path:'/n',value:2}]");

        board.coordinator.rejectMutation(number, "no", 2);
        board.delta("[{op:'add',path:'/m',value:1}]");
        assertThat(board.view()).isEqualTo(json("{n:2,m:1}"));
        board.delta("[{op:'add',path:'/o',value:1}]");

        assertThat(board.view()).isEqualTo(json("{n:1,m:1,o:1}"));
    }

    @Test
    void delta_inOrder_changesConfirmedAndTellsApply() {
        Board board = new Board("{n:1}");

        board.delta("[{op:'replace',path:'/n',value:2}]");

        assertThat(board.coordinator.confirmedServerSeq()).isEqualTo(1);
        assertThat(board.confirmed()).isEqualTo(json("{n:2}"));
        assertThat(board.told).containsExactly("apply replace /n 2", "view 1 replace /n 2", "state");
    }

    @Test
    void delta_withOrigin_removesTheMutationAndAppliesItsEffectInOneStep() {
        Board board = new Board("{l:[]}");
        long number = board.mutate("[{op:'add',path:'/l/0',value:{t:'a'}}]");
        board.mutate("[{op:'add',path:'/l/0/done',value:true}]");
        board.told.clear();

        board.own(number, "[{op:'add',path:'/l/0',value:{t:'a',stamp:5}}]");

        assertThat(board.view()).isEqualTo(json("{l:[{t:'a',stamp:5,done:true}]}"));
        assertThat(board.told).filteredOn(line -> line.startsWith("view")).hasSize(1);
        assertThat(board.coordinator.pendingMutations()).hasSize(1);
    }

    @Test
    void delta_duplicate_isIgnoredAndCounted() {
        Board board = new Board("{n:1}").delta("[{op:'replace',path:'/n',value:2}]");
        board.told.clear();

        board.coordinator.processServerDelta(
                ServerDeltaMessage.of(1, Map.of(Board.DOC, patch("[{op:'replace',path:'/n',value:3}]"))),
                ConflictStrategies.REBASE);

        assertThat(board.confirmed()).isEqualTo(json("{n:2}"));
        assertThat(board.told).isEmpty();
        assertThat(board.coordinator.counts().duplicateDeltas()).isEqualTo(1);
    }

    @Test
    void delta_gap_isKeptAskedForOnceAndAppliedWhenFilled() {
        Board board = new Board("{l:[]}");
        process(board, 3, 2, "[{op:'add',path:'/l/-',value:3}]");
        process(board, 2, 1, "[{op:'add',path:'/l/-',value:2}]");
        assertThat(board.told).containsExactly("gap 0 3");
        assertThat(board.confirmed()).isEqualTo(json("{l:[]}"));

        process(board, 1, 0, "[{op:'add',path:'/l/-',value:1}]");

        assertThat(board.confirmed()).isEqualTo(json("{l:[1,2,3]}"));
        assertThat(board.coordinator.confirmedServerSeq()).isEqualTo(3);
        assertThat(board.coordinator.counts().gaps()).isEqualTo(1);
    }

    @Test
    void delta_prevServerSeqSkipsNumbers_isInOrder() {
        Board board = new Board("{n:1}");

        process(board, 5, 0, "[{op:'replace',path:'/n',value:2}]");

        assertThat(board.coordinator.confirmedServerSeq()).isEqualTo(5);
        assertThat(board.told).doesNotContain("gap 0 5");
    }

    @Test
    void delta_thatDoesNotFit_isRefusedAndChangesNothing() {
        Board board = new Board("{n:1}");
        board.mutate("[{op:'replace',path:'/n',value:2}]");
        board.told.clear();

        assertThatExceptionOfType(InvalidDeltaException.class)
                .isThrownBy(() -> board.delta("[{op:'remove',path:'/x'}]"))
                .withMessageContaining("delta 1")
                .withMessageContaining("Ask for a snapshot");
        assertThat(board.coordinator.confirmedServerSeq()).isZero();
        assertThat(board.view()).isEqualTo(json("{n:2}"));
        assertThat(board.told).isEmpty();
    }

    @Test
    void snapshot_withPendingEdits_replacesConfirmedAndRebasesByIdentityKey() {
        Board board = new Board(
                "{l:[{id:1,t:'a'},{id:2,t:'b'}]}",
                new CoordinatorBuilder()
                        .identityKeys((atom, path) -> path.toString().equals("/l") ? "id" : null));
        board.mutate("[{op:'replace',path:'/l/1/t',value:'B'}]");

        board.snapshot(9, "{l:[{id:3,t:'c'},{id:2,t:'b2'},{id:1,t:'a'}]}");

        assertThat(board.coordinator.confirmedServerSeq()).isEqualTo(9);
        assertThat(board.view()).isEqualTo(json("{l:[{id:3,t:'c'},{id:2,t:'B'},{id:1,t:'a'}]}"));
    }

    @Test
    void snapshot_listWithoutIdentityKey_handsEditsInsideBackAsLost() {
        Board board = new Board("{l:[{t:'a'}],n:1}");
        board.mutate("[{op:'replace',path:'/l/0/t',value:'A'},{op:'replace',path:'/n',value:2}]");

        board.snapshot(4, "{l:[{t:'x'},{t:'a'}],n:1}");

        assertThat(board.view()).isEqualTo(json("{l:[{t:'x'},{t:'a'}],n:2}"));
        assertThat(board.conflicts).hasSize(1);
    }

    @Test
    void snapshot_containingAnAcceptedMutation_doesNotShowItTwice() {
        Board board = new Board("{l:[1]}");
        long number = board.mutate("[{op:'add',path:'/l/-',value:2}]");
        board.coordinator.confirmMutation(number, 3);

        board.snapshot(5, "{l:[1,2]}");

        assertThat(board.view()).isEqualTo(json("{l:[1,2]}"));
        assertThat(board.coordinator.pendingMutations()).isEmpty();
    }

    @Test
    void snapshot_afterAnAcceptedMutationMadeAnAtomThatIsGoneAgain_leavesNothingOfIt() {
        Board board = new Board("{}");
        AtomKey made = AtomKey.of("made");
        long number = board.coordinator.generateClientSeq();
        board.coordinator.registerPendingMutation(new PendingMutation(
                number, null, Map.of(made, List.of(Patch.add("", json("1"))))));
        board.coordinator.confirmMutation(number, 8); // delta 9 removes the atom, and neither delta arrives

        board.snapshot(9, "{}");

        assertThat(board.store.snapshot().confirmed()).containsOnlyKeys(Board.DOC);
        assertThat(board.store.snapshot().view()).containsOnlyKeys(Board.DOC);
    }

    @Test
    void subscriptions_closed_hearNothingMore() {
        Board board = new Board("{n:1}");
        List<String> heard = new ArrayList<>();
        List<Subscription> all = List.of(
                board.coordinator.onStateChange(() -> heard.add("state")),
                board.coordinator.onApplyDelta(delta -> heard.add("apply")),
                board.coordinator.onRollback(inverse -> heard.add("rollback")),
                board.coordinator.onViewChange(change -> heard.add("view")));
        long number = board.mutate("[{op:'replace',path:'/n',value:2}]");
        board.coordinator.rejectMutation(number, null);
        board.delta("[{op:'replace',path:'/n',value:3}]");
        assertThat(heard).contains("state", "apply", "rollback", "view");
        heard.clear();

        all.forEach(Subscription::close);
        board.delta("[{op:'replace',path:'/n',value:4}]");

        assertThat(heard).isEmpty();
    }

    @Test
    void callbacks_callingBack_areDeliveredAfterThePresentOnesAndSeeTheirOwnVersion() {
        Board board = new Board("{n:1}");
        List<String> seen = new ArrayList<>();
        board.coordinator.onViewChange(change -> {
            if (change.version() == 1) {
                board.mutate("[{op:'add',path:'/m',value:1}]");
                seen.add("after nested call: " + board.pending());
            }
        });
        board.coordinator.onViewChange(change -> seen.add(change.version() + ": " + board.pending()));

        board.mutate("[{op:'replace',path:'/n',value:2}]");

        assertThat(seen)
                .containsExactly("after nested call: replace /n 2", "1: replace /n 2", "2: replace /n 2, add /m 1");
    }

    @Test
    void callback_thatThrows_stopsNoOther() {
        Board board = new Board("{n:1}");
        List<String> heard = new ArrayList<>();
        board.coordinator.onStateChange(() -> {
            throw new IllegalStateException("on purpose");
        });
        board.coordinator.onStateChange(() -> heard.add("state"));

        board.mutate("[{op:'replace',path:'/n',value:2}]");

        assertThat(heard).containsExactly("state");
    }

    @Test
    void callback_thatThrowsAnError_doesNotEndDeliveries() {
        Board board = new Board("{n:1}");
        List<String> heard = new ArrayList<>();
        board.coordinator.onViewChange(change -> {
            if (change.version() == 1) {
                throw new NoClassDefFoundError("on purpose");
            }
        });
        board.coordinator.onStateChange(() -> heard.add("state"));

        board.mutate("[{op:'replace',path:'/n',value:2}]");
        board.mutate("[{op:'replace',path:'/n',value:3}]");

        assertThat(heard).hasSize(2);
    }

    @Test
    void snapshot_withAVerdictAboveACorrection_isApplied() {
        Board board = new Board("{l:['a']}");
        board.with((delta, pending) ->
                Map.of(Board.DOC, patch("[{op:'add',path:'/l/0',value:'c'},{op:'add',path:'/l/0',value:'s'}]")));
        board.delta("[{op:'add',path:'/l/0',value:'s'}]");
        board.with(ConflictStrategies.REBASE);
        long number = board.mutate("[{op:'replace',path:'/l/2',value:'A'}]");
        board.coordinator.confirmMutation(number, 2);

        board.snapshot(2, "{l:['s','A']}");

        assertThat(board.view()).isEqualTo(json("{l:['s','A']}"));
    }

    @Test
    void callbacks_runOutsideTheLock_soAnotherThreadCanCallMeanwhile() throws Exception {
        Board board = new Board("{n:1}");
        CountDownLatch done = new CountDownLatch(1);
        AtomicReference<Long> number = new AtomicReference<>();
        board.coordinator.onViewChange(change -> {
            if (change.version() == 1) {
                Thread other = new Thread(() -> {
                    number.set(board.coordinator.generateClientSeq());
                    done.countDown();
                });
                other.start();
                await(done);
            }
        });

        board.mutate("[{op:'replace',path:'/n',value:2}]");

        assertThat(number.get()).isEqualTo(2);
    }

    @Test
    void register_reusedUnknownOrOldNumber_isRefused() {
        Board board = new Board("{n:1}");
        long first = board.coordinator.generateClientSeq();
        long second = board.mutate("[{op:'replace',path:'/n',value:2}]");

        for (long number : new long[] {second, first, second + 1, 0, -1}) {
            assertThatExceptionOfType(SequenceException.class)
                    .isThrownBy(() -> board.coordinator.registerPendingMutation(
                            new PendingMutation(number, null, Map.of(Board.DOC, patch("[{op:'remove',path:'/n'}]")))))
                    .withMessageContaining("got " + number);
        }
        assertThat(board.view()).isEqualTo(json("{n:2}"));
    }

    @Test
    void register_patchThatDoesNotFitOrTestThatFails_isRefusedAndNumberStaysFree() {
        Board board = new Board("{n:1}");
        long number = board.coordinator.generateClientSeq();

        for (String bad : List.of(
                "[{op:'remove',path:'/x'}]",
                "[{op:'replace',path:'/n',value:2},{op:'test',path:'/n',value:1}]",
                "[{op:'add',path:'/n/0',value:2}]")) {
            assertThatExceptionOfType(InvalidMutationException.class)
                    .isThrownBy(() -> board.coordinator.registerPendingMutation(
                            new PendingMutation(number, null, Map.of(Board.DOC, patch(bad)))))
                    .withMessageContaining("mutation " + number);
        }
        assertThat(board.view()).isEqualTo(json("{n:1}"));
        assertThat(board.told).isEmpty();
        board.coordinator.registerPendingMutation(
                new PendingMutation(number, null, Map.of(Board.DOC, patch("[{op:'remove',path:'/n'}]"))));
        assertThat(board.view()).isEqualTo(json("{}"));
    }

    @Test
    void verdicts_unknownNumberOrNegativeSequence_areRefused() {
        Board board = new Board("{n:1}");
        long number = board.mutate("[{op:'remove',path:'/n'}]");

        assertThatExceptionOfType(SequenceException.class)
                .isThrownBy(() -> board.coordinator.confirmMutation(number + 1))
                .withMessageContaining("got 2");
        assertThatExceptionOfType(SequenceException.class).isThrownBy(() -> board.coordinator.rejectMutation(0, null));
        assertThatExceptionOfType(SequenceException.class)
                .isThrownBy(() -> board.coordinator.confirmMutation(number, -1));
        assertThat(board.coordinator.pendingMutations()).hasSize(1);
    }

    @Test
    void verdicts_secondOne_isCountedAndIgnored() {
        Board board = new Board("{n:1}");
        long number = board.mutate("[{op:'replace',path:'/n',value:2}]");

        board.coordinator.confirmMutation(number, 1);
        board.coordinator.rejectMutation(number, "late");
        assertThat(board.view()).isEqualTo(json("{n:2}"));
        board.own(number, "[{op:'replace',path:'/n',value:2}]");
        board.coordinator.confirmMutation(number);

        assertThat(board.coordinator.counts().duplicateVerdicts()).isEqualTo(2);
        assertThat(board.outcomes).singleElement().isInstanceOf(MutationOutcome.Confirmed.class);
    }

    @Test
    void nullArguments_areRefused() {
        Board board = new Board("{n:1}");

        assertThatNullPointerException()
                .isThrownBy(() -> board.coordinator.processServerDelta(null, ConflictStrategies.REBASE));
        assertThatNullPointerException().isThrownBy(() -> new PendingMutation(1, null, null));
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(
                        () -> new ServerDeltaMessage(new ServerDeltaMessage.Patches(Map.of()), -1, null, null, null));
    }

    @Test
    void register_draftOfAnOlderView_isCarriedToThePresentOne() {
        Board board = new Board("{l:['a','b']}");
        long version = board.coordinator.viewVersion();
        board.delta("[{op:'add',path:'/l/0',value:'x'}]");
        long number = board.coordinator.generateClientSeq();

        board.coordinator.registerPendingMutation(
                new PendingMutation(number, null, Map.of(Board.DOC, patch("[{op:'replace',path:'/l/1',value:'B'}]"))),
                version);

        assertThat(board.view()).isEqualTo(json("{l:['x','a','B']}"));
    }

    @Test
    void register_draftWhosePlaceIsGoneOrTooOld_isRefused() {
        Board board = new Board("{l:['a','b']}", new CoordinatorBuilder().viewHistory(2));
        long version = board.coordinator.viewVersion();
        board.delta("[{op:'remove',path:'/l/1'}]");
        PendingMutation draft = new PendingMutation(
                board.coordinator.generateClientSeq(),
                null,
                Map.of(Board.DOC, patch("[{op:'replace',path:'/l/1',value:'B'}]")));

        assertThatExceptionOfType(StaleViewException.class)
                .isThrownBy(() -> board.coordinator.registerPendingMutation(draft, version))
                .withMessageContaining("Draft the mutation on the present view");
        board.delta("[{op:'add',path:'/m',value:1}]").delta("[{op:'add',path:'/m',value:2}]");
        assertThatExceptionOfType(StaleViewException.class)
                .isThrownBy(() -> board.coordinator.registerPendingMutation(draft, version));
        assertThat(board.coordinator.pendingMutations()).isEmpty();
    }

    @Test
    void numericMemberName_isAMemberWhereTheDocumentHasAnObject() {
        Board board = new Board("{users:{'42':{n:'a'}},list:[]}");
        board.mutate("[{op:'replace',path:'/users/42/n',value:'b'}]");

        board.delta("[{op:'add',path:'/users/0',value:{}}]");

        assertThat(board.view()).isEqualTo(json("{users:{'42':{n:'b'},'0':{}},list:[]}"));
    }

    @Test
    void symbolKey_equalsOnlyItself() {
        AtomKey local = AtomKey.symbol("cart");
        Board board = new Board("{}");
        long number = board.coordinator.generateClientSeq();

        board.coordinator.registerPendingMutation(new PendingMutation(
                number, null, Map.of(local, List.of(Patch.add("", json("{n:1}"))))));

        assertThat(board.store.view(local)).isEqualTo(json("{n:1}"));
        assertThat(board.store.view(AtomKey.symbol("cart")).isMissingNode()).isTrue();
        assertThat(AtomKey.of("a")).isEqualTo(AtomKey.of("a"));
    }

    @Test
    void withoutStateLayer_inverseGiven_rollsBackExactly() {
        OptimisticSyncCoordinator coordinator = new CoordinatorBuilder().build();
        List<String> told = new ArrayList<>();
        coordinator.onRollback(inverse -> told.add(Board.text(inverse)));
        long number = coordinator.generateClientSeq();
        coordinator.registerPendingMutation(new PendingMutation(
                number,
                null,
                Map.of(Board.DOC, patch("[{op:'replace',path:'/n',value:2},{op:'remove',path:'/l/3'}]")),
                Map.of(Board.DOC, patch("[{op:'add',path:'/l/3',value:'d'},{op:'replace',path:'/n',value:1}]")),
                null));
        coordinator.processServerDelta(
                ServerDeltaMessage.of(1, Map.of(Board.DOC, patch("[{op:'add',path:'/l/0',value:'x'}]"))),
                ConflictStrategies.REBASE);

        coordinator.rejectMutation(number, null);

        assertThat(told).containsExactly("add /l/4 \"d\", replace /n 1");
    }

    @Test
    void withoutStateLayer_valueNotKnown_namesTheAtomToRecompute() {
        OptimisticSyncCoordinator coordinator = new CoordinatorBuilder().build();
        List<ViewChange> changes = new ArrayList<>();
        coordinator.onViewChange(changes::add);
        long number = coordinator.generateClientSeq();
        coordinator.registerPendingMutation(
                new PendingMutation(number, null, Map.of(Board.DOC, patch("[{op:'replace',path:'/n',value:2}]"))));

        coordinator.rejectMutation(number, null);

        assertThat(changes).hasSize(2);
        assertThat(changes.get(1).recompute()).containsExactly(Board.DOC);
        assertThat(coordinator.getPendingPatches()).isEmpty();
    }

    @Test
    void beginEpoch_numbersBeginAnew_andPendingSurvivesTheSnapshot() {
        Board board = new Board("{n:1}").delta("[{op:'replace',path:'/n',value:2}]");
        board.mutate("[{op:'add',path:'/m',value:1}]");

        board.coordinator.beginEpoch();
        assertThat(board.coordinator.confirmedServerSeq()).isZero();
        board.snapshot(0, "{n:0}");

        assertThat(board.view()).isEqualTo(json("{n:0,m:1}"));
    }

    private static void process(Board board, long number, long previous, String patch) {
        board.coordinator.processServerDelta(
                new ServerDeltaMessage(
                        new ServerDeltaMessage.Patches(Map.of(Board.DOC, patch(patch))), number, previous, null, null),
                ConflictStrategies.REBASE);
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
