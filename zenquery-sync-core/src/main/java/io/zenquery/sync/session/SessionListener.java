package io.zenquery.sync.session;

/** Told what happens to a session, in order. {@link #onState} and {@link #onProblem} are called on the
 * session's thread, {@link #onFailed} on the one that delivers the coordinator's callbacks. What a listener throws is logged.
 */
public interface SessionListener {

    /**
     * The session went from one state to another.
     *
     * @param reason for people to read; empty where there is none
     */
    default void onState(SessionState from, SessionState to, String reason) {}

    /** The server, or the network, said something that the session could not take; it goes on. */
    default void onProblem(String code, String message) {}

    /**
     * A mutation was rejected or handed back; it is in {@link SyncSession#failed} until it is retried or discarded. Told in the
     * order in which they failed.
     */
    default void onFailed(FailedMutation failed) {}
}
