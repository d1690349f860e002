/**
 * Pending edits over confirmed documents, by identity.
 *
 * <p>Every element of a list and every member of an object that an edit touches has an identity that outlives changes of its
 * index or name. A pending edit is resolved to identities once, when it is registered, and after that never transformed: the
 * view is the confirmed tree with the pending edits executed in order, and each of them finds its target wherever server
 * changes have carried it. So the order in which deltas, acknowledgements and rejections arrive makes no difference.
 *
 * <p>Public types: {@link io.zenquery.sync.overlay.Overlay} (the pending edits and all transitions),
 * {@link io.zenquery.sync.overlay.OverlayChange} (what a transition did), {@link io.zenquery.sync.overlay.Collision},
 * {@link io.zenquery.sync.overlay.Decision} and {@link io.zenquery.sync.overlay.CollisionPolicy} (what meets on one place, and what
 * becomes of it). Client and server run this same code.
 */
@NullMarked
package io.zenquery.sync.overlay;

import org.jspecify.annotations.NullMarked;
