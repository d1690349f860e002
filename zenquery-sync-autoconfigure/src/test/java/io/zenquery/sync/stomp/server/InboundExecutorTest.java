package io.zenquery.sync.stomp.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageHandler;
import org.springframework.messaging.simp.SimpMessageHeaderAccessor;
import org.springframework.messaging.simp.SimpMessageType;
import org.springframework.messaging.support.MessageBuilder;
import org.springframework.messaging.support.MessageHandlingRunnable;

class InboundExecutorTest {
    private static final int MAX = 10_100;

    private final Queue<Runnable> threads = new ArrayDeque<>();
    private final List<String> handled = new ArrayList<>();
    private final List<String> said = new ArrayList<>();
    private final ClientSessions sessions = new ClientSessions();
    private final ErrorFrames errors = new ErrorFrames(() -> (message, timeout) -> {
        said.add(String.valueOf(message.getHeaders()));
        return true;
    });
    private final InboundExecutor executor = new InboundExecutor(this::take, sessions, errors, MAX);
    private boolean ended;

    private void take(Runnable task) {
        if (ended) {
            throw new RejectedExecutionException("at the end");
        }
        threads.add(task);
    }

    @BeforeEach
    void connect() {
        sessions.open("a");
        sessions.open("b");
    }

    private static Message<byte[]> frame(String connection, SimpMessageType type, int bytes) {
        SimpMessageHeaderAccessor headers = SimpMessageHeaderAccessor.create(type);
        headers.setSessionId(connection);
        return MessageBuilder.createMessage(new byte[bytes], headers.getMessageHeaders());
    }

    private static Message<byte[]> to(String channel) {
        SimpMessageHeaderAccessor headers = SimpMessageHeaderAccessor.create(SimpMessageType.MESSAGE);
        headers.setSessionId("a");
        headers.setDestination("/app/zenquery/" + channel + "/mutations");
        return MessageBuilder.createMessage(new byte[10], headers.getMessageHeaders());
    }

    private void send(String connection, String name, int bytes) {
        send(frame(connection, SimpMessageType.MESSAGE, bytes), name);
    }

    /** As Spring does: a task for each of its handlers, two here. */
    private void send(Message<?> frame, String name) {
        executor.execute(new Handling(frame, () -> handled.add(name + " by 1")));
        executor.execute(new Handling(frame, () -> handled.add(name + " by 2")));
    }

    private record Handling(Message<?> message, Runnable work) implements MessageHandlingRunnable {
        @Override
        public Message<?> getMessage() {
            return message;
        }

        @Override
        public MessageHandler getMessageHandler() {
            return message -> {};
        }

        @Override
        public void run() {
            work.run();
        }
    }

    private void runAll() {
        while (!threads.isEmpty()) {
            threads.remove().run();
        }
    }

    @Test
    void frames_ofOneConnection_areHandledInOrderByOneTask() {
        send("a", "first", 10);
        send("a", "second", 10);

        assertThat(threads).hasSize(1);
        runAll();
        assertThat(handled).containsExactly("first by 1", "first by 2", "second by 1", "second by 2");
    }

    @Test
    void frames_thatComeWhileOneIsHandled_followIt() {
        executor.execute(new Handling(frame("a", SimpMessageType.MESSAGE, 1), () -> send("a", "second", 10)));
        runAll();
        send("a", "third", 10);
        assertThat(threads).hasSize(1);
        runAll();

        assertThat(handled).containsExactly("second by 1", "second by 2", "third by 1", "third by 2");
    }

    @Test
    void connections_doNotWaitForEachOther() {
        send("a", "of a", 10);
        send("b", "of b", 10);

        assertThat(threads).hasSize(2);
        threads.remove();
        runAll();
        assertThat(handled).containsExactly("of b by 1", "of b by 2");
    }

    @Test
    void channels_ofOneConnection_doNotWaitForEachOther() {
        send(to("x"), "x1");
        send(to("x"), "x2");
        send(to("y"), "y");

        assertThat(threads).hasSize(2);
        Runnable ofX = threads.remove();
        runAll();
        assertThat(handled).containsExactly("y by 1", "y by 2");
        ofX.run();
        assertThat(handled).endsWith("x1 by 1", "x1 by 2", "x2 by 1", "x2 by 2");
    }

    @Test
    void frames_toChannels_waitForWhatCameBefore_andTheOthersNotForThem() {
        send(frame("a", SimpMessageType.SUBSCRIBE, 0), "subscribe");
        send(to("x"), "x");
        send(frame("a", SimpMessageType.UNSUBSCRIBE, 0), "unsubscribe");
        send(to("y"), "y");

        assertThat(threads).hasSize(1);
        threads.remove().run();
        assertThat(handled).containsExactly("subscribe by 1", "subscribe by 2", "unsubscribe by 1", "unsubscribe by 2");
        assertThat(threads).hasSize(2);
        runAll();
        assertThat(handled).endsWith("x by 1", "x by 2", "y by 1", "y by 2");
    }

    @Test
    void frames_onRealThreads_areEachHandledOnceInTheOrderOfTheirChannel() throws InterruptedException {
        int frames = 30_000;
        ExecutorService pool = Executors.newFixedThreadPool(4);
        Map<String, List<Integer>> seen = new ConcurrentHashMap<>();
        CountDownLatch all = new CountDownLatch(frames);
        InboundExecutor real = new InboundExecutor(pool, sessions, errors, Integer.MAX_VALUE);
        Random random = new Random(7);
        try {
            for (int i = 0; i < frames; i++) {
                int number = i;
                String channel = List.of("x", "y", "z", "").get(random.nextInt(4));
                Message<byte[]> frame = channel.isEmpty() ? frame("a", SimpMessageType.SUBSCRIBE, 0) : to(channel);
                real.execute(new Handling(frame, () -> {
                    seen.computeIfAbsent(channel, name -> new ArrayList<>()).add(number);
                    all.countDown();
                }));
            }
            assertThat(all.await(60, TimeUnit.SECONDS)).isTrue();
        } finally {
            pool.shutdownNow();
        }

        assertThat(seen.values()).allSatisfy(numbers -> assertThat(numbers).isSorted());
        assertThat(seen.values().stream().mapToInt(List::size).sum()).isEqualTo(frames);
    }

    @Test
    void bytes_ofAllChannels_areBoundedTogether() {
        send("a", "large", 9_000);
        send(to("x"), "x");
        executor.execute(new Handling(to("x"), () -> handled.add("too much")));
        runAll();
        send(to("y"), "y");
        runAll();

        assertThat(said).hasSize(1);
        assertThat(handled).doesNotContain("too much").endsWith("x by 1", "x by 2", "y by 1", "y by 2");
    }

    @Test
    void task_ofNoConnection_isRunAsItIs() {
        Runnable task = () -> handled.add("task");
        executor.execute(task);

        assertThat(threads).containsExactly(task);
    }

    @Test
    void handler_throws_theNextGoesOn() {
        executor.execute(new Handling(frame("a", SimpMessageType.MESSAGE, 1), () -> {
            throw new IllegalStateException("broken");
        }));
        send("a", "next", 10);
        runAll();

        assertThat(handled).containsExactly("next by 1", "next by 2");
    }

    @Test
    void bytes_thatWait_areBoundedAndTheConnectionIsToldOnce() {
        send("a", "large", 6_000);
        send("a", "too much", 6_000);
        send("a", "more of it", 6_000);
        send("b", "of another", 6_000);
        runAll();

        assertThat(handled).containsExactly("large by 1", "large by 2", "of another by 1", "of another by 2");
        assertThat(said).singleElement().asString().contains("10100 bytes", "zenquery.sync.server.receive-buffer-size");
        assertThat(sessions.find("a").isEnded()).isTrue();
        assertThat(sessions.find("b").isEnded()).isFalse();
    }

    @Test
    void bytes_ofWhatIsHandled_countNoMore() {
        for (int i = 0; i < 100; i++) {
            send("a", "large", 4_000);
            send("a", "another", 4_000);
            runAll();
        }
        send("a", "large", 9_000);
        executor.execute(new Handling(frame("a", SimpMessageType.MESSAGE, 0), () -> send("a", "last", 8_000)));
        runAll();

        assertThat(said).isEmpty();
        assertThat(handled).hasSize(404).endsWith("last by 1", "last by 2");
    }

    @Test
    void frame_largerThanTheBound_passesByItself() {
        send("a", "huge", 3 * MAX);
        runAll();

        assertThat(handled).hasSize(2);
        assertThat(said).isEmpty();
    }

    @Test
    void disconnect_isHeardOfWhateverWaits() {
        send("a", "large", 9_900);
        send(frame("a", SimpMessageType.DISCONNECT, 0), "disconnect");
        runAll();

        assertThat(handled).endsWith("disconnect by 1", "disconnect by 2");
        assertThat(said).isEmpty();
    }

    @Test
    void threads_takeNoMore_theSenderIsToldAndNothingIsLeftBehind() {
        ended = true;
        Handling first = new Handling(frame("a", SimpMessageType.MESSAGE, 1), () -> {});

        assertThatThrownBy(() -> executor.execute(first)).isInstanceOf(RejectedExecutionException.class);
        assertThatThrownBy(() -> executor.execute(first)).isInstanceOf(RejectedExecutionException.class);
    }

    @Test
    void threads_takeNoMore_whatWaitsBehindOthersIsDroppedQuietly_andTheNextIsRefused() {
        send(frame("a", SimpMessageType.SUBSCRIBE, 0), "subscribe");
        send(to("x"), "x");
        send(frame("a", SimpMessageType.UNSUBSCRIBE, 0), "unsubscribe");

        ended = true;
        runAll();

        assertThat(handled).containsExactly("subscribe by 1", "subscribe by 2");
        assertThatThrownBy(() -> send(to("x"), "x again")).isInstanceOf(RejectedExecutionException.class);
    }
}
