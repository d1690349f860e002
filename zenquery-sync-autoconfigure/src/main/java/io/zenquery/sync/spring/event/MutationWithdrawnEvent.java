package io.zenquery.sync.spring.event;

import io.zenquery.sync.PendingMutation;

/**
 * A mutation was taken back: by a strategy before it was sent, or because its outcome can't be learnt.
 *
 * @param reason for people to read
 */
public record MutationWithdrawnEvent(String channel, PendingMutation mutation, String reason)
        implements MutationEvent {}
