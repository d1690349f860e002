package io.zenquery.sync.spring.event;

import io.zenquery.sync.session.SessionState;

/**
 * The session went from one state to another; or an attempt to connect failed, and both are CONNECTING.
 *
 * @param from the state before
 * @param to the state now
 * @param reason for people to read; empty where there is none
 */
public record SyncConnectionStateEvent(
        String connection, String channel, SessionState from, SessionState to, String reason) implements SyncEvent {

    /** An event of the default connection. */
    public SyncConnectionStateEvent(String channel, SessionState from, SessionState to, String reason) {
        this(DEFAULT_CONNECTION, channel, from, to, reason);
    }
}
