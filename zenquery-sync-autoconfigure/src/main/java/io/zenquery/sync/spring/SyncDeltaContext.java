package io.zenquery.sync.spring;

import io.micrometer.observation.transport.Kind;
import io.micrometer.observation.transport.ReceiverContext;
import io.zenquery.sync.ServerDeltaMessage;

/**
 * A delta that was applied, as an observation: from when the first listener is told of it until the last one has been. Its parent is the
 * trace that the delta carries, if it carries one.
 */
public class SyncDeltaContext extends ReceiverContext<ServerDeltaMessage> {
    private final String channel;
    private final ServerDeltaMessage delta;

    /** @param delta the delta, with the own mutation whose effect it is, if it is one's */
    public SyncDeltaContext(String channel, ServerDeltaMessage delta) {
        super((carrier, key) -> key.equalsIgnoreCase("traceparent") ? carrier.trace() : null, Kind.CONSUMER);
        this.channel = channel;
        this.delta = delta;
        setCarrier(delta);
    }

    /** The channel. */
    public String getChannel() {
        return channel;
    }

    /** The delta. */
    public ServerDeltaMessage getDelta() {
        return delta;
    }
}
