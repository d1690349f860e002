package io.zenquery.sync.stomp.server;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
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

    /** How many connections are open. */
    public int size() {
        return sessions.size();
    }

    /** How many connections listen to the deltas of each channel; without those that nobody listens to. */
    public Map<String, Integer> subscribers() {
        Map<String, Integer> subscribers = new TreeMap<>();
        all().forEach(session -> session.followed().forEach(channel -> subscribers.merge(channel, 1, Integer::sum)));
        return subscribers;
    }

    /** The clients that have resumed in that channel, on any connection. */
    public List<ConnectedClient> clients(String channel) {
        return all().stream()
                .flatMap(session -> session.clients(channel).stream())
                .toList();
    }

    Collection<ClientSession> all() {
        return List.copyOf(sessions.values());
    }
}
