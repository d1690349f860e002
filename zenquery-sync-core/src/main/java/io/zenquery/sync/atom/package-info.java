/**
 * The state layer: {@link io.zenquery.sync.atom.AtomStore} holds the confirmed documents and the view of one channel, and
 * {@link io.zenquery.sync.atom.Draft} records the changes of a mutation as patches.
 */
@NullMarked
package io.zenquery.sync.atom;

import org.jspecify.annotations.NullMarked;
