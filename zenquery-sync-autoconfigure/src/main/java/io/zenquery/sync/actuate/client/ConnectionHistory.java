package io.zenquery.sync.actuate.client;

import io.zenquery.sync.session.SessionListener;
import io.zenquery.sync.session.SessionState;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Since when a session is not connected, and how often it came back. A listener of that session alone, given to it before it connects.
 * Thread-safe.
 */
public final class ConnectionHistory implements SessionListener {
    private final InstantSource clock;
    private @Nullable Instant disconnectedSince; // guarded by this
    private String reason = ""; // guarded by this
    private boolean wasLive; // guarded by this
    private long reconnects; // guarded by this

    /** Begins without a connection. */
    public ConnectionHistory(InstantSource clock) {
        this.clock = Objects.requireNonNull(clock, "clock");
        this.disconnectedSince = clock.instant();
    }

    /** A resume on a connection that is there is no loss of it. */
    @Override
    public synchronized void onState(SessionState from, SessionState to, String why) {
        switch (to) {
            case LIVE -> {
                if (wasLive && disconnectedSince != null) {
                    reconnects++;
                }
                wasLive = true;
                disconnectedSince = null;
                reason = "";
            }
            case OFFLINE, CONNECTING, CLOSED -> {
                if (disconnectedSince == null) {
                    disconnectedSince = clock.instant();
                }
                reason = why;
            }
            case RESUMING -> {}
        }
    }

    /** Since when there is no connection on which the session is, or was, in step with the server; null if there is one. */
    public synchronized @Nullable Instant disconnectedSince() {
        return disconnectedSince;
    }

    /** Why there is none, for people; empty if there is one, or that is not known. */
    public synchronized String reason() {
        return reason;
    }

    /** How often the session came back in step after its connection was lost or given up. */
    public synchronized long reconnects() {
        return reconnects;
    }
}
