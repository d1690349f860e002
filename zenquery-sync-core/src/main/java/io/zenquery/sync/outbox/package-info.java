/**
 * Where a session keeps what it must not forget: {@link io.zenquery.sync.outbox.OutboxStore} is what a store implements. It knows
 * nothing of what is in the records. {@link io.zenquery.sync.outbox.SqliteOutboxStore} keeps them in a file that one process at a
 * time may have open (else {@link io.zenquery.sync.outbox.OutboxLockedException}),
 * {@link io.zenquery.sync.outbox.MemoryOutboxStore} as long as the process lives. What fails is an
 * {@link io.zenquery.sync.outbox.OutboxException}.
 */
@NullMarked
package io.zenquery.sync.outbox;

import org.jspecify.annotations.NullMarked;
