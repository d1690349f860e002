package io.zenquery.sync.server;

import io.zenquery.sync.protocol.ServerMessage.Delta;

/** Hears of the deltas of all channels. */
@FunctionalInterface
public interface DeltaListener {

    /**
     * A delta was committed. Called once per delta and channel, in the order of their numbers, one at a time per channel, outside of
     * the channel's lock, on a thread that is in a call to the {@link SyncServer}. Should return soon. What it throws is logged
     * and stops nothing.
     */
    void onDelta(String channel, Delta delta);
}
