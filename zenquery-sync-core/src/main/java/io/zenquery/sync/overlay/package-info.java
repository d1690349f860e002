/**
 * Pending edits over confirmed documents, by identity.
 *
 * <p>Every element of a list and every member of an object that an edit touches has an identity that outlives changes of its
 * index or name. A patch operation is resolved to identities once, when it is registered. From then on each element has two
 * stacks, where it is and what it holds: at the bottom what is confirmed, above that what each edit makes of it, in queue order; the top is
 * the view. A delta changes bottoms, a rejection takes entries out, an acknowledgement turns entries into bottoms, so the order in
 * which these arrive makes no difference, and each costs what it touches.
 *
 * <p>Public types: {@link io.zenquery.sync.overlay.Overlay} (the pending edits and all transitions),
 * {@link io.zenquery.sync.overlay.OverlayChange} (what a transition did), {@link io.zenquery.sync.overlay.Collision},
 * {@link io.zenquery.sync.overlay.Decision} and {@link io.zenquery.sync.overlay.CollisionPolicy} (what meets on one place, and what
 * becomes of it), {@link io.zenquery.sync.overlay.Resolution} (both), {@link io.zenquery.sync.overlay.Visibility} (mutations out of
 * the view and back, for undo), {@link io.zenquery.sync.overlay.PatchTransform} (two patches on one
 * document), {@link io.zenquery.sync.overlay.LongMap} (a persistent map by numbers). Client and server run this same code.
 *
 * <p>Rooms: {@code Place} (an element with its stacks), {@code Inside} (a content that is open), {@code Skeleton} and {@code Label} (the order of
 * a list), {@code Tree} (all of them, during one transition; {@code Store} keeps them); {@code Registration} (operations become edits), {@code Writes} (what an edit
 * does when its turn comes), {@code BaseChange}, {@code Promotion} and, where that is simple, {@code Settlement} (what becomes confirmed), {@code Rework} (executes
 * again), {@code Effects} (what makes a difference to whom), {@code Decisions} (what becomes of edits that meet a change), {@code Restoration}
 * (what has to be put back), {@code Existence} (what is lost), {@code Reveal} (what the view is told), {@code Prune} (what may be forgotten).
 */
@NullMarked
package io.zenquery.sync.overlay;

import org.jspecify.annotations.NullMarked;
