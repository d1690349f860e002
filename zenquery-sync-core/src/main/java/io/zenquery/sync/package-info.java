/**
 * The optimistic sync coordinator and what it speaks in: {@link io.zenquery.sync.OptimisticSyncCoordinator}, its messages
 * ({@link io.zenquery.sync.PendingMutation}, {@link io.zenquery.sync.ServerDeltaMessage}), its callbacks, and the
 * {@link io.zenquery.sync.StateLayer} that holds the documents. {@link io.zenquery.sync.CoordinatorBuilder} makes one.
 */
@NullMarked
package io.zenquery.sync;

import org.jspecify.annotations.NullMarked;
