package io.zenquery.sync.session;

/** Told what happens to a session, on the session's thread, in order. */
public interface SessionListener {

    /**
     * The session went from one state to another.
     *
     * @param reason for people to read; empty where there is none
     */
    default void onState(SessionState from, SessionState to, String reason) {}

    /** The server, or the network, said something that the session could not take; it goes on. */
    default void onProblem(String code, String message) {}
}
