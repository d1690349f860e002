/**
 * The client's session with a server: connect, resume, send, apply, retry. {@link io.zenquery.sync.session.SyncSession} is what
 * an application has of it; {@link io.zenquery.sync.session.SyncTransport} is what a transport implements; a
 * {@link io.zenquery.sync.session.MutationReceipt} tells how a mutation fares,
 * a {@link io.zenquery.sync.session.FailedMutation} what became of one that failed.
 *
 * <p>Rooms: {@code SessionMachine} (where the session is), {@code Link} (the connection), {@code Incoming}, {@code CatchUp}, {@code Verdicts} and
 * {@code Problems} (what the server says), {@code Submissions}, {@code Outgoing} and {@code Outbound} (what is made and sent), {@code Journal},
 * {@code Recovery} and {@code Memory} (what is known again after a restart).
 */
@NullMarked
package io.zenquery.sync.session;

import org.jspecify.annotations.NullMarked;
