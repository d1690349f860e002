package io.zenquery.sync.stomp.server;

import io.zenquery.sync.server.SyncServer;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.messaging.MessagingException;
import org.springframework.messaging.simp.SimpMessagingTemplate;

/**
 * Says now and then how far each channel's log is, so that a client to which the last delta was not delivered notices. Runs from the
 * start of the application to its stop, on a thread of its own.
 */
public final class HeadPublisher implements SmartLifecycle {
    private static final Logger LOG = LoggerFactory.getLogger(HeadPublisher.class);

    private final SyncServer server;
    private final SimpMessagingTemplate broker;
    private final Duration interval;
    private @Nullable ScheduledExecutorService timer; // guarded by this
    private @Nullable Future<?> publishing; // guarded by this

    /** @param interval from 1 ms */
    public HeadPublisher(SyncServer server, SimpMessagingTemplate broker, Duration interval) {
        this.server = server;
        this.broker = broker;
        this.interval = interval;
    }

    private static Thread thread(Runnable task) {
        Thread thread = new Thread(task, "zenquery-sync-heads");
        thread.setDaemon(true);
        return thread;
    }

    @Override
    public synchronized void start() {
        if (timer == null) {
            timer = Executors.newSingleThreadScheduledExecutor(HeadPublisher::thread);
            publishing = timer.scheduleWithFixedDelay(
                    this::publish, interval.toMillis(), interval.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    @Override
    public synchronized void stop() {
        if (timer != null && publishing != null) {
            publishing.cancel(false);
            timer.shutdown();
            timer = null;
        }
    }

    @Override
    public synchronized boolean isRunning() {
        return timer != null;
    }

    private void publish() {
        try {
            server.heads()
                    .forEach((channel, head) ->
                            broker.send(SyncDestinations.topic(channel), SyncDestinations.message(head, null)));
        } catch (MessagingException | IllegalStateException e) {
            LOG.debug("the heads were not published; the next time comes", e);
        }
    }
}
