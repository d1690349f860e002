/**
 * The optimistic sync coordinator and what it speaks in: {@link io.zenquery.sync.OptimisticSyncCoordinator}, its messages
 * ({@link io.zenquery.sync.PendingMutation}, {@link io.zenquery.sync.ServerDeltaMessage}), its callbacks, and the
 * {@link io.zenquery.sync.StateLayer} that holds the documents. {@link io.zenquery.sync.CoordinatorBuilder} makes one.
 *
 * <p>Rooms of undo: {@code UndoLog} (what has happened), {@code UndoReplay} (carries it out on an overlay of its own), {@code Undos} (what a
 * mutation that takes another one back does, when it is made and when that one ends).
 */
@NullMarked
package io.zenquery.sync;

import org.jspecify.annotations.NullMarked;
