package io.zenquery.sync;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Who is told, when, and on which thread. */
class CoordinatorCallbacksTest {

    @Test
    void subscriptions_closed_hearNothingMore() {
        Board board = new Board("{n:1}");
        List<String> heard = new ArrayList<>();
        List<Subscription> all = List.of(
                board.coordinator.onStateChange(() -> heard.add("state")),
                board.coordinator.onApplyDelta(delta -> heard.add("apply")),
                board.coordinator.onRollback(inverse -> heard.add("rollback")),
                board.coordinator.onViewChange(change -> heard.add("view")),
                board.coordinator.onConflict(resolutions -> heard.add("conflict")),
                board.coordinator.onOutcome(outcome -> heard.add("outcome")),
                board.coordinator.onGap((confirmed, received) -> heard.add("gap")),
                board.coordinator.onStep(steps(heard)));
        collideRejectAndSkip(board);
        assertThat(heard).contains("state", "apply", "rollback", "view", "conflict", "outcome", "gap", "end");
        heard.clear();

        all.forEach(Subscription::close);
        collideRejectAndSkip(board);

        assertThat(heard).isEmpty();
    }

    private static StepCallback steps(List<String> told) {
        return new StepCallback() {
            @Override
            public void onBegin(@Nullable ServerDeltaMessage delta) {
                told.add("begin" + (delta == null ? "" : " " + delta.serverSeq() + " of " + delta.origin()));
            }

            @Override
            public void onEnd() {
                told.add("end");
            }
        };
    }

    @Test
    void step_isToldAroundAllElse_withItsDelta() {
        Board board = new Board("{n:1}");
        board.coordinator.onStep(steps(board.told));
        board.coordinator.onOutcome(outcome -> board.told.add("outcome"));

        long first = board.mutate("[{op:'replace',path:'/n',value:2}]");
        board.accept(first);
        board.coordinator.rejectMutation(board.mutate("[{op:'replace',path:'/n',value:3}]"), "no", 1);
        board.snapshot(7, "{n:4}");

        assertThat(board.told)
                .containsExactly(
                        "begin",
                        "view 1 replace /n 2",
                        "state",
                        "end",
                        "begin 1 of 1",
                        "apply replace /n 2",
                        "state",
                        "outcome",
                        "end",
                        "begin",
                        "view 2 replace /n 3",
                        "state",
                        "end",
                        "begin",
                        "rollback replace /n 2",
                        "view 3 replace /n 2",
                        "state",
                        "outcome",
                        "end",
                        "begin",
                        "apply replace /n 4",
                        "view 4 replace /n 4",
                        "state",
                        "end");
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

    /** Gives each kind of callback something to tell. */
    private static void collideRejectAndSkip(Board board) {
        long at = board.coordinator.confirmedServerSeq();
        long number = board.mutate("[{op:'replace',path:'/n',value:2}]");
        board.deltaAfter(at, at + 1, "[{op:'replace',path:'/n',value:3}]");
        board.coordinator.rejectMutation(number, null);
        board.deltaAfter(at + 2, at + 3, "[{op:'replace',path:'/n',value:5}]");
        board.deltaAfter(at + 1, at + 2, "[{op:'replace',path:'/n',value:4}]");
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
