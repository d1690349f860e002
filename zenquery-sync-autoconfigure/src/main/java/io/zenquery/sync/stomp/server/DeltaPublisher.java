package io.zenquery.sync.stomp.server;

import io.zenquery.sync.Subscription;
import io.zenquery.sync.protocol.ServerMessage.Delta;
import io.zenquery.sync.server.DeltaListener;
import io.zenquery.sync.server.SyncServer;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.messaging.simp.SimpMessagingTemplate;

/** Sends the deltas of each channel to its topic, in the order of the log, several in a frame where several are there. */
public final class DeltaPublisher implements DeltaListener, DisposableBean {
    private final SimpMessagingTemplate broker;
    private final FrameSizes sizes;
    private final Subscription subscription;

    /**
     * Publishes the deltas that {@code server} commits from now on, until {@link #destroy}.
     *
     * @param maxFrameSize bytes in a frame that clients take
     */
    public DeltaPublisher(SyncServer server, SimpMessagingTemplate broker, int maxFrameSize) {
        this.broker = broker;
        this.sizes = new FrameSizes(maxFrameSize);
        this.subscription = server.addListener(this);
    }

    @Override
    public void onDelta(String channel, Delta delta) {
        onDeltas(channel, List.of(delta));
    }

    @Override
    public void onDeltas(String channel, List<Delta> deltas) {
        String topic = SyncDestinations.topic(channel);
        @Nullable RuntimeException failure = null;
        for (byte[] body : sizes.frames(deltas)) {
            try {
                broker.send(topic, SyncDestinations.message(body, null));
            } catch (RuntimeException e) { // those after it are sent all the same: who lacks some asks for them
                failure = e;
            }
        }
        if (failure != null) {
            throw failure;
        }
    }

    @Override
    public void destroy() {
        subscription.close();
    }
}
