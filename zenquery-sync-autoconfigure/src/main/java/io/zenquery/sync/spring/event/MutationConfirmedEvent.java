package io.zenquery.sync.spring.event;

import io.zenquery.sync.PendingMutation;
import org.jspecify.annotations.Nullable;

/**
 * The server accepted a mutation, and what it did is in the confirmed state.
 *
 * @param serverSeq the number of the delta that carried the effect; null if it had none, or if that is not known
 */
public record MutationConfirmedEvent(
        String connection,
        String channel,
        PendingMutation mutation,
        @Nullable Long serverSeq) implements MutationEvent {

    /** An event of the default connection. */
    public MutationConfirmedEvent(String channel, PendingMutation mutation, @Nullable Long serverSeq) {
        this(DEFAULT_CONNECTION, channel, mutation, serverSeq);
    }
}
