package io.zenquery.sync.autoconfigure.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class GrowingTaskExecutorTest {
    private final AtomicLong now = new AtomicLong();
    private final CountDownLatch go = new CountDownLatch(1);
    private final GrowingTaskExecutor executor = new GrowingTaskExecutor("test-", 2, now::get);

    @BeforeEach
    void start() {
        executor.initialize();
    }

    @AfterEach
    void stop() {
        go.countDown();
        executor.shutdown();
    }

    private void holdUp(int tasks) throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(tasks);
        for (int i = 0; i < tasks; i++) {
            executor.execute(() -> {
                begun.countDown();
                try {
                    go.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
        }
        assertThat(begun.await(20, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void tasks_heldUp_leaveAsManyThreadsToTheOthers() throws InterruptedException {
        for (int round = 1; round <= 5; round++) {
            holdUp(2);
            now.addAndGet(TimeUnit.SECONDS.toNanos(1));
            executor.adapt();
            assertThat(executor.getCorePoolSize()).isEqualTo(2 + 2 * round);
        }
    }

    @Test
    void tasks_quick_changeNothing() throws InterruptedException {
        holdUp(2);
        executor.adapt();

        assertThat(executor.getCorePoolSize()).isEqualTo(2);
    }

    @Test
    void tasks_noLongerHeldUp_giveTheirThreadsBack() throws InterruptedException {
        holdUp(2);
        now.addAndGet(TimeUnit.SECONDS.toNanos(1));
        executor.adapt();
        go.countDown();

        await().untilAsserted(() -> {
            executor.adapt();
            assertThat(executor.getCorePoolSize()).isEqualTo(2);
            assertThat(executor.getMaxPoolSize()).isEqualTo(2);
        });
    }
}
