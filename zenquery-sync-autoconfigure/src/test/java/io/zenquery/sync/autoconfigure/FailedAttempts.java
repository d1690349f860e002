package io.zenquery.sync.autoconfigure;

import io.zenquery.sync.session.SessionListener;
import io.zenquery.sync.session.SessionState;
import io.zenquery.sync.spring.SyncSessionListenerFactory;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Why attempts to connect failed, in a client of which this is a bean. */
final class FailedAttempts implements SyncSessionListenerFactory {
    final Queue<String> reasons = new ConcurrentLinkedQueue<>();

    @Override
    public SessionListener listener(String connection, String channel) {
        return new SessionListener() {
            @Override
            public void onState(SessionState from, SessionState to, String reason) {
                if (from == SessionState.CONNECTING && to == SessionState.CONNECTING) {
                    reasons.add(reason);
                }
            }
        };
    }
}
