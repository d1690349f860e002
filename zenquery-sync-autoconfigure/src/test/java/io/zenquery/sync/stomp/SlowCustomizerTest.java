package io.zenquery.sync.stomp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.zenquery.sync.spring.SyncConnectCustomizer;
import io.zenquery.sync.spring.SyncConnectHeaders;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.messaging.simp.stomp.StompCommand;

/** Who adds headers, and takes longer than an attempt to connect does. */
class SlowCustomizerTest extends AgainstFakeServer {
    private final Hanging hanging = new Hanging();

    @AfterEach
    void letGo() {
        hanging.latch.countDown();
    }

    private static StompSettings within(Duration connectTimeout) {
        return new StompSettings(server.url(), connectTimeout, Duration.ZERO, FakeStompServer.MAX_FRAME);
    }

    @Test
    void timeout_whileItWaits_interruptsIt_andSaysWhom() throws InterruptedException {
        open(within(Duration.ofSeconds(1)), hanging);

        assertThat(listener.awaitClosed())
                .startsWith("no connection to ws://127.0.0.1:")
                .endsWith(" within 1000 ms: waited for the hanging one");
        awaitInterrupted(1);
    }

    @Test
    void close_whileItWaits_interruptsIt_andTheNextAttemptConnects() throws InterruptedException {
        open(within(Duration.ofMinutes(1)), hanging);
        await().until(() -> !hanging.threads.isEmpty());

        transport.close();

        awaitInterrupted(1);
        hanging.latch.countDown();
        transport.open(listener);
        listener.awaitOpen();
        assertThat(server.next(StompCommand.CONNECT).header("host")).isEqualTo("127.0.0.1");
    }

    private void awaitInterrupted(int times) {
        await().until(() -> hanging.interrupted.size() == times);
        await().until(() -> hanging.threads.stream().noneMatch(Thread::isAlive));
    }

    private static final class Hanging implements SyncConnectCustomizer {
        final CountDownLatch latch = new CountDownLatch(1);
        final Queue<Thread> threads = new ConcurrentLinkedQueue<>();
        final Queue<Thread> interrupted = new ConcurrentLinkedQueue<>();

        @Override
        public void customize(SyncConnectHeaders headers) {
            threads.add(Thread.currentThread());
            try {
                latch.await();
            } catch (InterruptedException e) {
                interrupted.add(Thread.currentThread());
                throw new IllegalStateException(e);
            }
        }

        @Override
        public String toString() {
            return "the hanging one";
        }
    }
}
