package io.zenquery.sync.stomp.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class LaneTest {
    private final Queue<Runnable> handedOver = new ArrayDeque<>();
    private final Lane lane = new Lane(handedOver::add);
    private final List<String> ran = new ArrayList<>();

    @Test
    void execute_several_runOneAfterTheOther_aThreadEach() {
        lane.execute(() -> ran.add("a"));
        lane.execute(() -> ran.add("b"));
        assertThat(handedOver).hasSize(1);
        assertThat(lane.isIdle()).isFalse();

        handedOver.remove().run();
        assertThat(ran).containsExactly("a");
        assertThat(handedOver).hasSize(1);
        handedOver.remove().run();

        assertThat(ran).containsExactly("a", "b");
        assertThat(lane.isIdle()).isTrue();
    }

    @Test
    void execute_oneThrows_theNextRunsAllTheSame() {
        lane.execute(() -> {
            throw new IllegalStateException("thrown on purpose");
        });
        lane.execute(() -> ran.add("b"));

        handedOver.remove().run();
        handedOver.remove().run();

        assertThat(ran).containsExactly("b");
    }

    @Test
    void execute_executorTakesNoMore_saysSo_andIsIdle() {
        Lane closed = new Lane(task -> {
            throw new RejectedExecutionException("closed");
        });

        assertThatExceptionOfType(RejectedExecutionException.class)
                .isThrownBy(() -> closed.execute(() -> ran.add("a")));
        assertThat(closed.isIdle()).isTrue();
        assertThat(ran).isEmpty();
    }

    @Test
    void execute_onManyThreads_runsAllOfOneThreadInItsOrder_andNoTwoAtOnce() throws InterruptedException {
        ExecutorService pool = Executors.newFixedThreadPool(8);
        Lane shared = new Lane(pool);
        AtomicInteger running = new AtomicInteger();
        List<Integer> order = new ArrayList<>();
        CountDownLatch done = new CountDownLatch(1_000);
        for (int i = 0; i < 1_000; i++) {
            int number = i;
            shared.execute(() -> {
                assertThat(running.incrementAndGet()).isEqualTo(1);
                order.add(number);
                running.decrementAndGet();
                done.countDown();
            });
        }

        assertThat(done.await(30, TimeUnit.SECONDS)).isTrue();
        pool.shutdown();
        assertThat(pool.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
        assertThat(order).hasSize(1_000).isSorted();
    }
}
