package io.zenquery.sync.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.zenquery.sync.spring.event.SequenceGapEvent;
import io.zenquery.sync.spring.event.SyncEvent;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.context.ApplicationEventPublisher;

class EventQueueTest {
    private final BlockingQueue<Object> published = new LinkedBlockingQueue<>();
    private EventQueue queue;

    @AfterEach
    void stop() {
        queue.stop();
    }

    @Test
    void add_beforeStart_waitsForIt() throws InterruptedException {
        queue = queue(event -> {});
        queue.add(event(1));
        assertThat(published).isEmpty();

        queue.start();

        assertThat(next()).isEqualTo(event(1));
    }

    @Test
    void add_many_arePublishedInOrderOnOneOtherThread() throws InterruptedException {
        BlockingQueue<String> threads = new LinkedBlockingQueue<>();
        queue = queue(event -> threads.add(Thread.currentThread().getName()));
        queue.start();

        LongStream.range(0, 1000).forEach(i -> queue.add(event(i)));

        for (long i = 0; i < 1000; i++) {
            assertThat(next()).isEqualTo(event(i));
        }
        assertThat(threads).containsOnly("zenquery-sync-events");
    }

    @Test
    void execute_taskThrows_laterEventsFollow() throws InterruptedException {
        queue = queue(event -> {});
        queue.execute(() -> {
            throw new IllegalStateException("thrown on purpose");
        });
        queue.execute(() -> {
            throw new AssertionError("thrown on purpose");
        });
        queue.add(event(1));

        queue.start();

        assertThat(next()).isEqualTo(event(1));
    }

    @Test
    void publish_listenerThrows_laterEventsFollow() throws InterruptedException {
        queue = queue(event -> {
            if (event.equals(event(1))) {
                throw new IllegalStateException("thrown on purpose");
            } else if (event.equals(event(2))) {
                throw new AssertionError("thrown on purpose");
            }
        });
        queue.start();

        List.of(1, 2, 3).forEach(i -> queue.add(event(i)));

        assertThat(next()).isEqualTo(event(1));
        assertThat(next()).isEqualTo(event(2));
        assertThat(next()).isEqualTo(event(3));
    }

    @Test
    void stop_withEventsQueued_publishesThemFirst() throws InterruptedException {
        CountDownLatch go = new CountDownLatch(1);
        queue = queue(event -> await(go));
        queue.start();
        List.of(1, 2, 3).forEach(i -> queue.add(event(i)));
        CountDownLatch stopped = new CountDownLatch(1);

        queue.stop(() -> {
            published.add("stopped");
            stopped.countDown();
        });
        go.countDown();

        assertThat(stopped.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(published).containsExactly(event(1), event(2), event(3), "stopped");
        assertThat(queue.isRunning()).isFalse();
    }

    @Test
    void stop_calledByListener_returnsAndStops() throws InterruptedException {
        CountDownLatch stopped = new CountDownLatch(1);
        queue = queue(event -> queue.stop(stopped::countDown));
        queue.start();

        queue.add(event(1));

        assertThat(stopped.await(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void start_afterStop_publishesAgain() throws InterruptedException {
        queue = queue(event -> {});
        queue.start();
        CountDownLatch stopped = new CountDownLatch(1);
        queue.stop(stopped::countDown);
        assertThat(stopped.await(10, TimeUnit.SECONDS)).isTrue();
        queue.add(event(1));
        assertThat(published).isEmpty();

        queue.start();

        assertThat(next()).isEqualTo(event(1));
    }

    private EventQueue queue(Consumer<Object> listener) {
        ApplicationEventPublisher publisher = event -> {
            published.add(event);
            listener.accept(event);
        };
        return new EventQueue(publisher);
    }

    private Object next() throws InterruptedException {
        Object event = published.poll(10, TimeUnit.SECONDS);
        assertThat(event).as("an event").isNotNull();
        return event;
    }

    private static SyncEvent event(long number) {
        return new SequenceGapEvent("board", number, number + 2);
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
