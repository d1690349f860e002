/**
 * The client's session with a server: connect, resume, send, apply, retry. {@link io.zenquery.sync.session.SyncSession} is the state
 * machine; {@link io.zenquery.sync.session.SyncTransport} is what a transport implements; a
 * {@link io.zenquery.sync.session.MutationReceipt} tells how a mutation fares.
 */
@NullMarked
package io.zenquery.sync.session;

import org.jspecify.annotations.NullMarked;
