/**
 * What happens to a client, as plain objects for {@code @EventListener} methods. A listener for
 * {@link io.zenquery.sync.spring.event.SyncEvent} hears of everything. All are published on one thread of their own, in the order in which
 * things happened; a listener may take its time, and delays only later events.
 */
@NullMarked
package io.zenquery.sync.spring.event;

import org.jspecify.annotations.NullMarked;
