/**
 * Where a session keeps what it must not forget: {@link io.zenquery.sync.outbox.OutboxStore} is what a store implements. It knows
 * nothing of what is in the records.
 */
@NullMarked
package io.zenquery.sync.outbox;

import org.jspecify.annotations.NullMarked;
