package io.zenquery.sync.example.client;

import java.time.Duration;
import java.util.function.LongSupplier;

/** The switch for a slow network: how long each message takes, in each direction. */
final class Network {
    static final Duration LONGEST = Duration.ofSeconds(10);

    private final Line.Timer timer;
    private final Line toServer;
    private final Line toClient;
    private volatile Duration latency = Duration.ZERO;

    /**
     * @param timer where everything is delivered
     * @param nanoTime as {@link System#nanoTime}
     */
    Network(Line.Timer timer, LongSupplier nanoTime) {
        this.timer = timer;
        this.toServer = new Line(this::latency, timer, nanoTime);
        this.toClient = new Line(this::latency, timer, nanoTime);
    }

    Duration latency() {
        return latency;
    }

    /** Changes it for what is sent from now on, up to {@link #LONGEST}. */
    void latency(Duration value) {
        this.latency = value;
    }

    Line toServer() {
        return toServer;
    }

    Line toClient() {
        return toClient;
    }

    /** Runs {@code task} on the network's thread, after those before it. */
    void execute(Runnable task) {
        timer.after(0, task);
    }
}
