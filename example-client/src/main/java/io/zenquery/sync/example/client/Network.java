package io.zenquery.sync.example.client;

import java.time.Duration;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;

/** The switch for a slow network: how long each message takes, in each direction. */
@Component
class Network implements DisposableBean {
    static final Duration LONGEST = Duration.ofSeconds(10);

    private final ScheduledThreadPoolExecutor timer;
    private final Line toServer;
    private final Line toClient;
    private volatile Duration latency = Duration.ZERO;

    Network() {
        timer = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "slow-network");
            thread.setDaemon(true);
            return thread;
        });
        timer.setRejectedExecutionHandler(
                new ThreadPoolExecutor.DiscardPolicy()); // at the end, what is under way is lost
        toServer = new Line(this::latency, timer, System::nanoTime);
        toClient = new Line(this::latency, timer, System::nanoTime);
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
        timer.execute(task);
    }

    @Override
    public void destroy() {
        timer.shutdownNow();
    }
}
