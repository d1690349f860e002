package io.zenquery.sync.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class TokenRequestsTest {
    private static final Duration SHORT = Duration.ofMillis(20);
    private static final Duration LONG = Duration.ofSeconds(30);

    private final AtomicLong nanoTime = new AtomicLong();
    private final AtomicInteger asked = new AtomicInteger();
    private final Queue<Thread> threads = new ConcurrentLinkedQueue<>();
    private final CountDownLatch answer = new CountDownLatch(1);
    private final TokenRequests requests = new TokenRequests("sync", this::ask, nanoTime::get);

    private String ask() {
        threads.add(Thread.currentThread());
        int number = asked.incrementAndGet();
        try {
            answer.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException("interrupted", e);
        }
        return "token-" + number;
    }

    @AfterEach
    void close() {
        requests.close();
    }

    private void assertNoneInTime() {
        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> requests.token(SHORT))
                .withMessage("no OAuth2 token for \"sync\": the token endpoint has not answered within PT0.02S");
        await().until(() -> asked.get() > 0); // a thread may begin later than somebody stops waiting for it
    }

    @Test
    void token_endpointHangs_attemptsJoinOneRequest_andHaveItsAnswer() {
        assertNoneInTime();
        assertNoneInTime();
        assertNoneInTime();
        assertThat(asked).hasValue(1);

        answer.countDown();

        assertThat(requests.token(LONG)).isIn("token-1", "token-2"); // the first may have answered already
        assertThat(threads).allMatch(Thread::isDaemon);
    }

    @Test
    void token_requestTakesTooLong_isInterrupted_andTheNextAttemptBeginsAnother() {
        assertNoneInTime();
        nanoTime.addAndGet(TokenRequests.MOST.toNanos());
        assertNoneInTime();
        assertThat(asked).hasValue(1);

        nanoTime.addAndGet(1);
        assertNoneInTime();
        await().until(() -> !threads.element().isAlive());
        answer.countDown();

        assertThat(requests.token(LONG)).isEqualTo("token-2");
    }

    @Test
    void token_requestFails_saysWhy_andTheNextAttemptBeginsAnother() {
        AtomicInteger times = new AtomicInteger();
        TokenRequests failing = new TokenRequests(
                "sync",
                () -> {
                    if (times.incrementAndGet() == 1) {
                        throw new IllegalArgumentException("invalid_client");
                    }
                    return "second";
                },
                nanoTime::get);
        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> failing.token(LONG))
                .withMessage("no OAuth2 token for \"sync\": invalid_client")
                .withCauseInstanceOf(IllegalArgumentException.class);
        assertThat(failing.token(LONG)).isEqualTo("second");
    }

    @Test
    void token_threadInterrupted_endsAtOnce_andTheRequestGoesOn() throws InterruptedException {
        CompletableFuture<Boolean> stillInterrupted = new CompletableFuture<>();
        Thread waiting = new Thread(() -> {
            try {
                requests.token(LONG);
            } catch (IllegalStateException e) {
                stillInterrupted.complete(Thread.currentThread().isInterrupted());
            }
        });
        waiting.start();
        await().until(() -> asked.get() == 1);

        waiting.interrupt();

        assertThat(stillInterrupted.join()).isTrue();
        waiting.join();
        answer.countDown();
        assertThat(requests.token(LONG)).startsWith("token-");
    }

    @Test
    void close_requestUnderWay_isInterrupted_andNoneBegins() {
        assertNoneInTime();

        requests.close();

        await().until(() -> !threads.element().isAlive());
        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> requests.token(LONG))
                .withMessageContaining("the application is closed");
    }
}
