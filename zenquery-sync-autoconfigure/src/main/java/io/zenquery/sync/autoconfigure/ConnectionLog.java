package io.zenquery.sync.autoconfigure;

import io.zenquery.sync.session.SessionListener;
import io.zenquery.sync.session.SessionState;
import io.zenquery.sync.session.SyncSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs when a channel is connected, and once for each time that it is not, why. Used on the session's thread only. */
final class ConnectionLog implements SessionListener {
    private static final Logger log = LoggerFactory.getLogger(SyncSession.class);

    private final String channel;
    private boolean told;

    ConnectionLog(String channel) {
        this.channel = channel;
    }

    @Override
    public void onState(SessionState from, SessionState to, String reason) {
        if (to == SessionState.LIVE) {
            told = false;
            log.info("channel {}: connected", channel);
        } else if (to == SessionState.CONNECTING && !reason.isEmpty()) {
            if (told) {
                log.debug("channel {}: still not connected: {}", channel, reason);
            } else {
                told = true;
                log.warn("channel {}: not connected, it is tried again and again: {}", channel, reason);
            }
        }
    }
}
