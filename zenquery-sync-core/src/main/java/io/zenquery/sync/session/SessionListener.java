package io.zenquery.sync.session;

import io.zenquery.sync.protocol.ClientMessage.MutationBatch;
import io.zenquery.sync.protocol.ServerMessage.Verdict;

/** Told what happens to a session, in order. {@link #onFailed} is called on the thread that delivers the coordinator's callbacks, the others on
 * the session's thread. What a listener throws is logged.
 */
public interface SessionListener {

    /**
     * The session went from one state to another; or an attempt to connect failed, and both are {@link SessionState#CONNECTING}.
     *
     * @param reason for people to read; empty where there is none
     */
    default void onState(SessionState from, SessionState to, String reason) {}

    /** The server, or the network, said something that the session could not take; it goes on. */
    default void onProblem(String code, String message) {}

    /**
     * A batch is handed to the transport.
     *
     * @param again whether it was sent before, by this process or an earlier one, and nothing has been heard of some of its members
     */
    default void onSend(MutationBatch batch, boolean again) {}

    /** The server's verdict on a mutation was heard, for the first time. It takes effect at once, or when its delta is applied. */
    default void onVerdict(Verdict verdict) {}

    /**
     * A mutation was rejected or handed back; it is in {@link SyncSession#failed} until it is retried or discarded. Told in the
     * order in which they failed.
     */
    default void onFailed(FailedMutation failed) {}
}
