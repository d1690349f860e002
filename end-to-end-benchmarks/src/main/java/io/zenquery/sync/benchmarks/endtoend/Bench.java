package io.zenquery.sync.benchmarks.endtoend;

import io.zenquery.sync.session.MutationReceipt;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The single measurements, each on a server that runs.
 *
 * @param port of the server
 * @param rounds how many rounds of a latency
 * @param pipelined how many messages of a rate
 */
record Bench(int port, int rounds, int pipelined) {
    /** About what a mutation of these takes on the wire. */
    private static final int BYTES = 300;

    /** The first items are written to, in turn. */
    private static final int ITEMS = 10;

    private static final String TEXT = "x".repeat(40);

    /** A round trip by one side that sends and waits. */
    private interface Round {
        void run() throws Exception;
    }

    private Times rounds(Round round) throws Exception {
        for (int i = 0; i < rounds / 2; i++) {
            round.run();
        }
        long[] nanos = new long[rounds];
        for (int i = 0; i < rounds; i++) {
            long start = System.nanoTime();
            round.run();
            nanos[i] = System.nanoTime() - start;
        }
        return Times.of(nanos);
    }

    private static double perSecond(long count, long nanos) {
        return count / (nanos / 1e9);
    }

    // ---------------------------------------------------------------------------------------------------- bare peers

    Times bareWebSocketEcho() throws Exception {
        try (Frames client = Frames.bare(port)) {
            String body = Frames.body(BYTES);
            return rounds(() -> {
                client.send("", body);
                client.receive();
            });
        }
    }

    Times stompEcho() throws Exception {
        try (Frames client = Frames.stomp(port, "/user/queue/echo")) {
            String body = Frames.body(BYTES);
            settle();
            return rounds(() -> {
                client.send("/app/echo", body);
                client.receive();
            });
        }
    }

    /** Messages that go out without waiting, until all have come back, per second. */
    double stompEchoRate() throws Exception {
        try (Frames client = Frames.stomp(port, "/user/queue/echo")) {
            String body = Frames.body(BYTES);
            settle();
            long nanos = 0;
            for (int round = 0; round < 2; round++) { // the first one warms up
                long start = System.nanoTime();
                for (int i = 0; i < pipelined; i++) {
                    client.send("/app/echo", body);
                }
                client.receive(pipelined);
                nanos = System.nanoTime() - start;
            }
            return perSecond(pipelined, nanos);
        }
    }

    /** Messages that reach each of the subscribers, per second. */
    double stompBroadcastRate(int subscribers) throws Exception {
        int messages = messagesFor(subscribers);
        List<Frames> all = subscribe(subscribers, "/topic/broadcast");
        try (Frames sender = Frames.stomp(port, "/user/queue/echo")) {
            String body = Frames.body(BYTES);
            sender.send("/app/broadcast", body);
            for (Frames each : all) {
                each.receive();
            }
            long start = System.nanoTime();
            for (int i = 0; i < messages; i++) {
                sender.send("/app/broadcast", body);
            }
            for (Frames each : all) {
                each.receive(messages);
            }
            return perSecond(messages, System.nanoTime() - start);
        } finally {
            close(all);
        }
    }

    private List<Frames> subscribe(int subscribers, String destination) throws Exception {
        List<Frames> all = new ArrayList<>();
        for (int i = 0; i < subscribers; i++) {
            all.add(Frames.stomp(port, destination));
        }
        settle();
        return all;
    }

    /** The broker does not say when it has a subscription. */
    private static void settle() throws InterruptedException {
        TimeUnit.MILLISECONDS.sleep(500);
    }

    private static void close(List<Frames> all) throws Exception {
        for (Frames each : all) {
            each.close();
        }
    }

    private int messagesFor(int subscribers) {
        return Math.max(200, Math.min(pipelined, 20 * pipelined / subscribers));
    }

    // -------------------------------------------------------------------------------------------------- this library

    private record Expected(int item, String text) {}

    /** @param visible until another client has applied it */
    record Latency(Times accepted, Times visible) {}

    Latency mutate(String channel) throws Exception {
        try (Writer writer = new Writer(port, channel);
                Writer reader = new Writer(port, channel)) {
            Semaphore applied = new Semaphore(0);
            AtomicLong appliedAt = new AtomicLong();
            AtomicReference<@Nullable Expected> expected = new AtomicReference<>();
            reader.onDelta(() -> {
                Expected now = expected.get();
                if (now != null && reader.shows(now.item(), now.text()) && expected.compareAndSet(now, null)) {
                    appliedAt.set(System.nanoTime());
                    applied.release();
                }
            });
            long[] accepted = new long[rounds];
            long[] visible = new long[rounds];
            for (int i = -rounds / 2; i < rounds; i++) {
                CompletableFuture<Long> acceptedAt = new CompletableFuture<>();
                int item = Math.floorMod(i, ITEMS);
                expected.set(new Expected(item, TEXT + i));
                long start = System.nanoTime();
                writer.edit(item, TEXT + i).accepted().thenRun(() -> acceptedAt.complete(System.nanoTime()));
                long end = acceptedAt.get(60, TimeUnit.SECONDS);
                if (!applied.tryAcquire(60, TimeUnit.SECONDS)) {
                    throw new IllegalStateException("expected the mutation at the other client within a minute");
                }
                if (i >= 0) {
                    accepted[i] = end - start;
                    visible[i] = appliedAt.get() - start;
                }
            }
            return new Latency(Times.of(accepted), Times.of(visible));
        }
    }

    /** Mutations that one client writes without waiting, until all are visible to it and to each of the subscribers, per second. */
    double mutationRate(String channel, int subscribers) throws Exception {
        int mutations = messagesFor(Math.max(1, subscribers));
        List<Frames> all = subscribe(subscribers, "/topic/zenquery." + channel);
        try (Writer writer = new Writer(port, channel)) {
            write(writer, mutations / 2);
            for (Frames each : all) {
                each.receive(mutations / 2);
            }
            long start = System.nanoTime();
            write(writer, mutations);
            for (Frames each : all) {
                each.receive(mutations);
            }
            return perSecond(mutations, System.nanoTime() - start);
        } finally {
            close(all);
        }
    }

    private static void write(Writer writer, int mutations) throws Exception {
        MutationReceipt last = null;
        for (int i = 0; i < mutations; i++) {
            last = writer.edit(i % ITEMS, TEXT + i);
        }
        if (last != null) {
            last.visible().toCompletableFuture().get(120, TimeUnit.SECONDS);
        }
    }
}
