package io.zenquery.sync.stomp;

import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import org.springframework.scheduling.concurrent.ConcurrentTaskScheduler;

/**
 * Runs the checks of heartbeats. Spring's STOMP session cancels them with an interrupt, from within the check that finds the peer
 * silent: that interrupts the very thread that closes the socket, and the reason of the loss becomes an InterruptedException. So the
 * task that can be cancelled only hands the check over.
 */
final class HeartbeatScheduler extends ConcurrentTaskScheduler {
    private final ScheduledExecutorService timer;

    HeartbeatScheduler(ScheduledExecutorService timer) {
        super(timer);
        this.timer = timer;
    }

    @Override
    public ScheduledFuture<?> scheduleWithFixedDelay(Runnable task, Duration delay) {
        return super.scheduleWithFixedDelay(() -> timer.execute(task), delay);
    }
}
