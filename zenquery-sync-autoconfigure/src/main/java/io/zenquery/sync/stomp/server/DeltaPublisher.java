package io.zenquery.sync.stomp.server;

import io.zenquery.sync.Subscription;
import io.zenquery.sync.protocol.ServerMessage.Delta;
import io.zenquery.sync.server.DeltaListener;
import io.zenquery.sync.server.SyncServer;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.messaging.simp.SimpMessagingTemplate;

/** Sends each delta to its channel's topic, in the order of the log. */
public final class DeltaPublisher implements DeltaListener, DisposableBean {
    private final SimpMessagingTemplate broker;
    private final Subscription subscription;

    /** Publishes the deltas that {@code server} commits from now on, until {@link #destroy}. */
    public DeltaPublisher(SyncServer server, SimpMessagingTemplate broker) {
        this.broker = broker;
        this.subscription = server.addListener(this);
    }

    @Override
    public void onDelta(String channel, Delta delta) {
        broker.send(SyncDestinations.topic(channel), SyncDestinations.message(delta, null));
    }

    @Override
    public void destroy() {
        subscription.close();
    }
}
