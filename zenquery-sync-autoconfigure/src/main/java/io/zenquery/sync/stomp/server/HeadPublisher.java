package io.zenquery.sync.stomp.server;

import io.zenquery.sync.server.SyncServer;
import java.time.Duration;
import org.springframework.messaging.simp.SimpMessagingTemplate;

/** Says now and then how far each channel's log is, so that a client to which the last delta was not delivered notices. */
public final class HeadPublisher extends PeriodicTask {
    private final SyncServer server;
    private final SimpMessagingTemplate broker;

    /** @param interval from 1 ms */
    public HeadPublisher(SyncServer server, SimpMessagingTemplate broker, Duration interval) {
        super("zenquery-sync-heads", interval);
        this.server = server;
        this.broker = broker;
    }

    @Override
    void run() {
        server.heads()
                .forEach((channel, head) ->
                        broker.send(SyncDestinations.topic(channel), SyncDestinations.message(head, null)));
    }
}
