package io.zenquery.sync.server;

import io.zenquery.sync.protocol.ServerMessage.Delta;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Hears of the deltas of all channels. */
@FunctionalInterface
public interface DeltaListener {

    /**
     * A delta was committed. Called once per delta and channel, in the order of their numbers, one at a time per channel, outside of
     * the channel's lock, on a thread that is in a call to the {@link SyncServer}. Should return soon. What it throws is logged
     * and stops nothing.
     */
    void onDelta(String channel, Delta delta);

    /**
     * Deltas were committed: all that were there when the log was read. Calls {@link #onDelta} with each, whatever it throws; who can do
     * several at once better than one after the other overrides it.
     *
     * @param deltas in the order of their numbers, at least one
     */
    default void onDeltas(String channel, List<Delta> deltas) {
        @Nullable RuntimeException failure = null;
        for (Delta delta : deltas) {
            try {
                onDelta(channel, delta);
            } catch (RuntimeException e) {
                if (failure == null) {
                    failure = e;
                } else {
                    failure.addSuppressed(e);
                }
            }
        }
        if (failure != null) {
            throw failure;
        }
    }
}
