package io.zenquery.sync.spring.event;

import io.zenquery.sync.PendingMutation;
import io.zenquery.sync.protocol.ServerMessage.Reason;

/**
 * The server rejected a mutation, and the view is as if it had never been made. A {@link RollbackEvent} says how the view changed.
 *
 * @param code the server's stable code, such as {@code title-empty}
 * @param reason what kind of rejection
 * @param message for people to read
 */
public record MutationRejectedEvent(
        String connection, String channel, PendingMutation mutation, String code, Reason reason, String message)
        implements MutationEvent {

    /** An event of the default connection. */
    public MutationRejectedEvent(String channel, PendingMutation mutation, String code, Reason reason, String message) {
        this(DEFAULT_CONNECTION, channel, mutation, code, reason, message);
    }
}
