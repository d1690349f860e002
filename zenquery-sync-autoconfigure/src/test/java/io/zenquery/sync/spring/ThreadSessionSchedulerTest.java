package io.zenquery.sync.spring;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ThreadSessionSchedulerTest {
    private final ThreadSessionScheduler scheduler = new ThreadSessionScheduler("session-test");
    private final List<Object> ran = new CopyOnWriteArrayList<>();

    @AfterEach
    void close() {
        scheduler.close();
    }

    @Test
    void execute_many_runsThemInOrderOnItsThread() throws InterruptedException {
        CountDownLatch done = new CountDownLatch(1000);
        for (int i = 0; i < 1000; i++) {
            int number = i;
            scheduler.execute(() -> {
                assertThat(Thread.currentThread().getName()).isEqualTo("session-test");
                ran.add(number);
                done.countDown();
            });
        }

        assertThat(done.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(ran).hasSize(1000).isSortedAccordingTo((a, b) -> Integer.compare((int) a, (int) b));
    }

    @Test
    void execute_taskThrows_nextOneRuns() throws InterruptedException {
        CountDownLatch done = new CountDownLatch(1);

        scheduler.execute(() -> {
            throw new IllegalStateException("thrown on purpose");
        });
        scheduler.execute(done::countDown);

        assertThat(done.await(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void schedule_cancelled_doesNotRun() throws InterruptedException {
        CountDownLatch cancelled = new CountDownLatch(1);
        CountDownLatch later = new CountDownLatch(1);
        scheduler.execute(() -> await(cancelled));
        Runnable cancel = scheduler.schedule(Duration.ofMillis(1), () -> ran.add("cancelled"));
        scheduler.schedule(Duration.ofMillis(2), later::countDown);

        cancel.run();
        cancelled.countDown();

        assertThat(later.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(ran).isEmpty();
    }

    @Test
    void close_withTasksQueued_runsThemFirstAndNoneAfter() {
        scheduler.execute(() -> ran.add("queued"));
        scheduler.schedule(Duration.ofHours(1), () -> ran.add("later"));

        scheduler.close();
        scheduler.execute(() -> ran.add("after"));

        assertThat(ran).containsExactly("queued");
    }

    @Test
    void close_onItsOwnThread_doesNotWaitForItself() throws InterruptedException {
        CountDownLatch done = new CountDownLatch(1);

        scheduler.execute(() -> {
            scheduler.close();
            done.countDown();
        });

        assertThat(done.await(10, TimeUnit.SECONDS)).isTrue();
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
