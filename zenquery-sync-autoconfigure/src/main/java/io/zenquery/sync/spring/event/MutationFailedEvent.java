package io.zenquery.sync.spring.event;

import io.zenquery.sync.session.FailedMutation;

/**
 * A mutation was rejected or handed back. It is listed by {@link io.zenquery.sync.spring.SyncOperations#failed} until it is retried or
 * discarded, with an outbox also after a restart.
 *
 * @param failed the mutation, what was meant, and why it failed
 */
public record MutationFailedEvent(String connection, String channel, FailedMutation failed) implements SyncEvent {

    /** An event of the default connection. */
    public MutationFailedEvent(String channel, FailedMutation failed) {
        this(DEFAULT_CONNECTION, channel, failed);
    }
}
