package io.zenquery.sync.session;

/** Where a session is; see the diagram at {@code SessionMachine}. */
public enum SessionState {
    /** Without a connection and without the wish for one. */
    OFFLINE,
    /** Connecting, or waiting to try again. */
    CONNECTING,
    /** Connected; catching up with the server. */
    RESUMING,
    /** In step with the server. */
    LIVE,
    /** Closed for good. */
    CLOSED
}
