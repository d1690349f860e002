package io.zenquery.sync.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.zenquery.sync.spring.ChannelUnavailableException;
import io.zenquery.sync.spring.SyncChannel;
import io.zenquery.sync.spring.SyncChannelListener;
import io.zenquery.sync.spring.SyncOperations;
import io.zenquery.sync.spring.SyncTemplate;
import io.zenquery.sync.spring.SyncTransportFactory;
import java.util.Arrays;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;

/** Channels are opened one by one, each once, and what the application is asked meanwhile may open others. */
@Timeout(60)
class ChannelOpeningTest {
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final ChannelsTest.Transports transports = new ChannelsTest.Transports();
    private final Map<String, Opened> listeners = new ConcurrentHashMap<>();
    private final Map<String, Thread> openers = new ConcurrentHashMap<>();

    /** What is done when that channel is opened. */
    private interface Opened {
        void with(SyncChannel channel) throws Exception;
    }

    @AfterEach
    void stop() throws InterruptedException {
        threads.shutdownNow();
        assertThat(threads.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
    }

    private ApplicationContextRunner client() {
        SyncChannelListener listener = channel -> {
            openers.put(channel.name(), Thread.currentThread());
            Opened opened = listeners.get(channel.name());
            if (opened != null) {
                try {
                    opened.with(channel);
                } catch (RuntimeException e) {
                    throw e;
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
            }
        };
        return ClientContexts.client()
                .withBean(SyncTransportFactory.class, () -> transports)
                .withBean(SyncChannelListener.class, () -> listener);
    }

    private static SyncTemplate board(ApplicationContext context) {
        return context.getBean(SyncTemplate.class);
    }

    private CompletableFuture<SyncOperations> later(SyncOperations board, String channel) {
        return CompletableFuture.supplyAsync(() -> board.channel(channel), threads);
    }

    private static Throwable failureOf(CompletableFuture<?> future) {
        return future.handle((done, failure) -> failure).join().getCause();
    }

    /** A thread that asks for a channel, and waits for another that opens it. */
    private CompletableFuture<SyncOperations> waiting(SyncOperations board, String channel) {
        CompletableFuture<Thread> waiting = new CompletableFuture<>();
        CompletableFuture<SyncOperations> future = CompletableFuture.supplyAsync(
                () -> {
                    waiting.complete(Thread.currentThread());
                    return board.channel(channel);
                },
                threads);
        await().until(() -> Arrays.stream(waiting.join().getStackTrace())
                .anyMatch(frame -> frame.getClassName().equals(SingleFlight.class.getName())
                        && frame.getMethodName().equals("await")));
        return future;
    }

    @Test
    void channel_listenerOpensAnother_bothAreOpen() {
        client().run(context -> {
            Queue<SyncOperations> opened = new ConcurrentLinkedQueue<>();
            listeners.put("orders", channel -> opened.add(channel.operations().channel("stock")));

            board(context).channel("orders");

            assertThat(opened).containsExactly(board(context).channel("stock"));
            assertThat(transports.made).containsOnlyKeys("board", "orders", "stock");
        });
    }

    @Test
    void channel_listenerWaitsForAThreadThatOpensAnother_bothAreOpen() {
        client().run(context -> {
            SyncTemplate board = board(context);
            listeners.put("orders", channel -> later(board, "stock").get());

            assertThat(board.channel("orders").channel()).isEqualTo("orders");
            assertThat(openers.get("stock")).isNotSameAs(openers.get("orders"));
        });
    }

    @Test
    void channel_askedForByTwoThreads_isOpenedOnce_andOneWaits() {
        client().run(context -> {
            SyncTemplate board = board(context);
            CountDownLatch asked = new CountDownLatch(1);
            listeners.put("orders", channel -> asked.await());
            CompletableFuture<SyncOperations> first = later(board, "orders");
            await().until(() -> openers.containsKey("orders"));
            CompletableFuture<SyncOperations> second = waiting(board, "orders");
            assertThat(second).isNotDone();

            asked.countDown();

            assertThat(second.join()).isSameAs(first.join());
        });
    }

    @Test
    void channel_whileAnotherIsBeingOpened_doesNotWait() {
        client().run(context -> {
            SyncTemplate board = board(context);
            CountDownLatch goOn = new CountDownLatch(1);
            listeners.put("orders", channel -> goOn.await());
            CompletableFuture<SyncOperations> orders = later(board, "orders");
            await().until(() -> openers.containsKey("orders"));

            SyncOperations stock = board.channel("stock");

            assertThat(orders).isNotDone();
            assertThat(board.channel("stock")).isSameAs(stock);
            goOn.countDown();
            assertThat(orders.join().channel()).isEqualTo("orders");
        });
    }

    @Test
    void channel_askedForByItsOwnListener_isRefused_andOpensWhenThatIsNotAsked() {
        client().run(context -> {
            SyncTemplate board = board(context);
            listeners.put("orders", channel -> board.channel("orders"));
            assertThatExceptionOfType(ChannelUnavailableException.class)
                    .isThrownBy(() -> board.channel("orders"))
                    .withMessageStartingWith(
                            "channel \"orders\" can't be opened: it is asked for by what is called while it is opened");

            listeners.put(
                    "orders",
                    channel ->
                            assertThat(channel.operations().channel("orders")).isSameAs(channel.operations()));
            transports.made.clear();
            assertThat(board.channel("orders").channel()).isEqualTo("orders");
        });
    }

    @Test
    void channel_twoListenersOpenEachOthersChannel_areRefused_notStuck() {
        client().run(context -> {
            SyncTemplate board = board(context);
            CyclicBarrier both = new CyclicBarrier(2);
            listeners.put("orders", channel -> {
                both.await();
                board.channel("stock");
            });
            listeners.put("stock", channel -> {
                both.await();
                board.channel("orders");
            });

            CompletableFuture<SyncOperations> orders = later(board, "orders");
            CompletableFuture<SyncOperations> stock = later(board, "stock");

            assertThat(failureOf(orders)).isInstanceOf(ChannelUnavailableException.class);
            assertThat(failureOf(stock)).isInstanceOf(ChannelUnavailableException.class);
        });
    }

    @Test
    void channel_openingFails_failsForThoseWhoWaitToo() {
        client().run(context -> {
            SyncTemplate board = board(context);
            CountDownLatch goOn = new CountDownLatch(1);
            listeners.put("orders", channel -> {
                goOn.await();
                throw new IllegalArgumentException("thrown on purpose");
            });
            CompletableFuture<SyncOperations> first = later(board, "orders");
            await().until(() -> openers.containsKey("orders"));
            CompletableFuture<SyncOperations> second = waiting(board, "orders");

            goOn.countDown();

            assertThat(failureOf(first)).hasMessage("thrown on purpose");
            assertThat(failureOf(second)).hasMessage("thrown on purpose");
        });
    }

    @Test
    void channel_applicationClosedOrStoppedMeanwhile_isNotOpen() {
        for (Opened end : new Opened[] {this::close, this::stop}) {
            transports.made.clear();
            client().run(context -> {
                listeners.put("orders", channel -> {
                    running = context;
                    end.with(channel);
                });
                assertThatExceptionOfType(ChannelUnavailableException.class)
                        .isThrownBy(() -> board(context).channel("orders"))
                        .withMessageStartingWith("channel \"orders\" can't be opened: the application is ");
                assertThat(transports.made.get("orders").closed.get()).isPositive();
            });
        }
    }

    private ConfigurableApplicationContext running;

    private void close(SyncChannel channel) {
        running.close();
    }

    private void stop(SyncChannel channel) {
        running.stop();
    }
}
