package io.zenquery.sync.test.proxy;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.util.Arrays;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.random.RandomGenerator;

/**
 * One direction of one connection. A thread reads and notes when; another writes when it is time, so that latency takes nothing from
 * the throughput. What is on the way is bounded: a sender that is faster than the conditions allow is held up, as by a full window.
 */
final class Pump {
    private static final int CHUNK = 8 * 1024;
    private static final int CHUNKS_ON_THE_WAY = 64;
    /** With a bound on the bandwidth, what is written at once lasts for a fiftieth of a second. */
    private static final int PIECES_PER_SECOND = 50;

    private final Socket from;
    private final Socket to;
    private final Lane lane;
    private final RandomGenerator random;
    private final BlockingQueue<Item> onTheWay = new ArrayBlockingQueue<>(CHUNKS_ON_THE_WAY);
    private volatile boolean dead;
    private volatile boolean ended;
    private long free = System.nanoTime();

    Pump(Socket from, Socket to, Lane lane, RandomGenerator random) {
        this.from = from;
        this.to = to;
        this.lane = lane;
        this.random = random;
    }

    private sealed interface Item {
        long arrived();

        @SuppressWarnings("ArrayRecordComponent") // never compared
        record Bytes(byte[] data, long arrived) implements Item {}

        /** The sender says no more: it closed its side, or the connection was reset. */
        record End(boolean reset, long arrived) implements Item {}
    }

    /** How a pump came to its end. */
    enum Outcome {
        /** The receiver was told that no more comes. */
        ENDED,
        /** The connection is broken, and both sides should know. */
        BROKEN,
        /** Something was lost, and nobody knows. */
        DEAD
    }

    /** Whether something was lost, or would be now. */
    boolean isDead() {
        return dead || lane.conditions().passage() == Conditions.Passage.BLACK_HOLE;
    }

    /** Tells the receiver that no more comes. What the sender says after that goes nowhere. */
    void halfClose() throws IOException {
        ended = true;
        to.shutdownOutput();
    }

    void read() throws InterruptedException {
        boolean reset = false;
        try {
            InputStream in = from.getInputStream();
            byte[] buffer = new byte[CHUNK];
            for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
                onTheWay.put(new Item.Bytes(Arrays.copyOf(buffer, length), System.nanoTime()));
            }
        } catch (IOException e) {
            reset = true; // the sender broke it off, or the proxy did
        }
        onTheWay.put(new Item.End(reset, System.nanoTime()));
    }

    Outcome write() throws InterruptedException {
        while (true) {
            Item item = onTheWay.take();
            dead = dead || !lane.awaitPassage(item.arrived(), free);
            if (item instanceof Item.End end) {
                return dead ? Outcome.DEAD : end.reset() ? Outcome.BROKEN : end();
            }
            if (item instanceof Item.Bytes bytes && !dead && !ended && !deliver(bytes)) {
                return Outcome.BROKEN;
            }
        }
    }

    private Outcome end() {
        try {
            if (!ended) {
                to.shutdownOutput();
            }
            return Outcome.ENDED;
        } catch (IOException e) {
            return Outcome.BROKEN; // the receiver is gone
        }
    }

    /** False if the receiver is gone. */
    private boolean deliver(Item.Bytes bytes) throws InterruptedException {
        byte[] data = bytes.data();
        int at = 0;
        while (at < data.length && !ended) {
            if (!lane.awaitPassage(bytes.arrived(), free)) {
                dead = true;
                return true;
            }
            Conditions now = lane.conditions();
            Lane.Grant grant = lane.grant(Math.min(data.length - at, piece(now)));
            try {
                to.getOutputStream().write(data, at, grant.bytes());
            } catch (IOException e) {
                return ended; // after a half-close nobody expects more
            }
            at += grant.bytes();
            if (now.bytesPerSecond() > 0) {
                free = Math.max(free, System.nanoTime()) + grant.bytes() * 1_000_000_000L / now.bytesPerSecond();
            }
            if (grant.then() != null) {
                grant.then().run();
            }
        }
        return true;
    }

    private int piece(Conditions now) {
        int piece = now.largestSlice() == 0 ? Integer.MAX_VALUE : 1 + random.nextInt(now.largestSlice());
        return now.bytesPerSecond() == 0
                ? piece
                : (int) Math.min(piece, Math.max(1, now.bytesPerSecond() / PIECES_PER_SECOND));
    }
}
