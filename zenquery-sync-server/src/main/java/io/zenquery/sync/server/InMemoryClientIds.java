package io.zenquery.sync.server;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** In memory, as {@link InMemoryDeltaLog}: forgotten when the process ends. */
public final class InMemoryClientIds implements ClientIds {
    private final Map<Use, String> holders = new ConcurrentHashMap<>();

    private record Use(String channel, String clientId) {}

    @Override
    public String claim(String channel, String clientId, String principal) {
        String holder = holders.putIfAbsent(new Use(channel, clientId), principal);
        return holder == null ? principal : holder;
    }

    @Override
    public @Nullable String holder(String channel, String clientId) {
        return holders.get(new Use(channel, clientId));
    }
}
