package io.zenquery.sync.stomp.server;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The connections that are open. Thread-safe. */
public final class ClientSessions {
    private final Map<String, ClientSession> sessions = new ConcurrentHashMap<>();

    /** That of a CONNECT frame. */
    ClientSession open(String sessionId) {
        return sessions.computeIfAbsent(sessionId, ClientSession::new);
    }

    /** Null if it has not connected, or is closed. */
    @Nullable
    ClientSession find(String sessionId) {
        return sessions.get(sessionId);
    }

    void close(String sessionId) {
        sessions.remove(sessionId);
    }

    Collection<ClientSession> all() {
        return List.copyOf(sessions.values());
    }
}
