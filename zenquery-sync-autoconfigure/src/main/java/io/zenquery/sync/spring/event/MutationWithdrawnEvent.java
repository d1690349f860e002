package io.zenquery.sync.spring.event;

import io.zenquery.sync.PendingMutation;

/**
 * A mutation was taken back: by a strategy before it was sent, or because its outcome can't be learnt.
 *
 * @param code why, for programs; see {@link io.zenquery.sync.session.FailedMutation#code}
 * @param reason for people to read
 */
public record MutationWithdrawnEvent(
        String connection, String channel, PendingMutation mutation, String code, String reason)
        implements MutationEvent {

    /** An event of the default connection. */
    public MutationWithdrawnEvent(String channel, PendingMutation mutation, String code, String reason) {
        this(DEFAULT_CONNECTION, channel, mutation, code, reason);
    }
}
