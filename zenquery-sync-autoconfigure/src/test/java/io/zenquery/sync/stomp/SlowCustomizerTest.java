package io.zenquery.sync.stomp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.zenquery.sync.spring.SyncConnectCustomizer;
import io.zenquery.sync.spring.SyncConnectHeaders;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.messaging.simp.stomp.StompCommand;

/** Who adds headers, and takes longer than an attempt to connect does. */
class SlowCustomizerTest {
    private static FakeStompServer server;

    private final RecordingListener listener = new RecordingListener();
    private final Hanging hanging = new Hanging();
    private StompSyncTransport transport;

    @BeforeAll
    static void startServer() {
        server = new FakeStompServer();
    }

    @AfterAll
    static void stopServer() {
        server.close();
    }

    @AfterEach
    void stop() throws InterruptedException {
        hanging.latch.countDown();
        transport.destroy();
    }

    private void open(Duration connectTimeout) {
        transport = new StompSyncTransport(
                new StompSettings(server.url(), connectTimeout, Duration.ZERO, FakeStompServer.MAX_FRAME),
                "board",
                List.of(hanging));
        transport.open(listener);
    }

    @Test
    void timeout_whileItWaits_interruptsIt_andSaysWhom() throws InterruptedException {
        open(Duration.ofSeconds(1));

        assertThat(listener.awaitClosed())
                .startsWith("no connection to ws://127.0.0.1:")
                .endsWith(" within 1000 ms: waited for the hanging one");
        awaitInterrupted(1);
    }

    @Test
    void close_whileItWaits_interruptsIt_andTheNextAttemptConnects() throws InterruptedException {
        open(Duration.ofMinutes(1));
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
