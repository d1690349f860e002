package io.zenquery.sync.server.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class GroupCommitTest {
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<Integer> groups = new ArrayList<>(); // of the leader at the time
    private boolean fails;
    private final GroupCommit commit = new GroupCommit(works -> {
        works.forEach(Work::run);
        groups.add(works.size());
        if (fails) {
            throw new IllegalStateException("planted");
        }
    });

    @AfterEach
    void stop() {
        threads.shutdownNow();
    }

    /** Holds the first group open until {@code waiting} more works wait. */
    private List<Future<Integer>> behindAFirst(int waiting) throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        List<Future<Integer>> all = new ArrayList<>();
        all.add(threads.submit(() -> commit.run(
                () -> {
                    begun.countDown();
                    return awaited(go);
                },
                false)));
        begun.await();
        for (int i = 1; i <= waiting; i++) {
            int result = i;
            all.add(threads.submit(() -> commit.run(() -> result, false)));
        }
        while (commit.waiting() < waiting) {
            Thread.onSpinWait();
        }
        go.countDown();
        return all;
    }

    private static int awaited(CountDownLatch latch) {
        try {
            assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
            return 0;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void run_whileAGroupIsOpen_allThatWaitShareTheNext() throws Exception {
        List<Future<Integer>> all = behindAFirst(20);

        for (int i = 0; i <= 20; i++) {
            assertThat(all.get(i).get(10, TimeUnit.SECONDS)).isEqualTo(i);
        }
        assertThat(groups).containsExactly(1, 20);
    }

    @Test
    void run_moreThanAGroupHolds_theRestIsLedByTheFirstOfIt() throws Exception {
        List<Future<Integer>> all = behindAFirst(600);

        for (int i = 0; i <= 600; i++) {
            assertThat(all.get(i).get(10, TimeUnit.SECONDS)).isEqualTo(i);
        }
        assertThat(groups).containsExactly(1, 256, 256, 88);
    }

    @Test
    void run_commitFails_everyoneHearsOfItAndTheNextGoesOn() throws Exception {
        fails = true;
        List<Future<Integer>> all = behindAFirst(3);

        for (Future<Integer> each : all) {
            assertThatThrownBy(() -> each.get(10, TimeUnit.SECONDS)).hasRootCauseMessage("planted");
        }
        fails = false;
        assertThat(commit.<Integer>run(() -> 7, false)).isEqualTo(7);
    }

    @Test
    void run_oneWorkFails_theOthersDoNot() throws Exception {
        Future<Integer> failing = threads.submit(() -> commit.run(
                () -> {
                    throw new StackOverflowError("planted");
                },
                false));

        assertThat(commit.<Integer>run(() -> 1, false)).isEqualTo(1);
        assertThatThrownBy(() -> failing.get(10, TimeUnit.SECONDS)).hasRootCauseInstanceOf(StackOverflowError.class);
    }
}
