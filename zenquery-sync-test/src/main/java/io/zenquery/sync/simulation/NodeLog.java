package io.zenquery.sync.simulation;

import io.zenquery.sync.patch.AtomKey;
import io.zenquery.sync.server.ClientKey;
import io.zenquery.sync.server.Decision;
import io.zenquery.sync.server.DeltaLog;
import io.zenquery.sync.server.LogEntry;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The shared log as one node sees it, with transactions: what is done inside {@link #exclusively} is seen inside alone until it
 * ends, and is lost if the node ends before that. Checks nothing; the laws do.
 */
final class NodeLog implements DeltaLog {
    private final Storage storage;
    private final Node node;
    private @Nullable LogState working;

    NodeLog(Storage storage, Node node) {
        this.storage = storage;
        this.node = node;
    }

    @Override
    public <T> T exclusively(Supplier<T> work) {
        LogState before = now();
        if (working != null) {
            throw new IllegalStateException("expected a call from outside the log's lock");
        }
        working = before;
        try {
            T result = work.get();
            LogState after = working;
            node.reach(CrashPoint.BEFORE_COMMIT, after != before);
            working = null;
            if (after != before) {
                storage.commit(after);
            }
            node.reach(CrashPoint.BEFORE_PUBLISH, after.head() > before.head());
            return result;
        } finally {
            working = null;
        }
    }

    private LogState now() {
        node.requireAlive();
        return working == null ? storage.state() : working;
    }

    private void write(LogState next) {
        if (working == null) {
            throw new IllegalStateException("expected to be called inside exclusively");
        }
        working = next;
        node.reach(CrashPoint.IN_TRANSACTION, true);
    }

    @Override
    public void refresh() {
        node.requireAlive(); // what is read is what the store has
    }

    @Override
    public String epoch() {
        return now().epoch();
    }

    @Override
    public long head() {
        return now().head();
    }

    @Override
    public long oldest() {
        LogState now = now();
        return now.entries().isEmpty() ? now.head() + 1 : now.entries().firstKey();
    }

    @Override
    public List<LogEntry> read(long first, long last) {
        return first > last
                ? List.of()
                : List.copyOf(now().entries().subMap(first, true, last, true).values());
    }

    @Override
    public Map<AtomKey, JsonNode> documents() {
        return now().documents();
    }

    @Override
    public void append(
            LogEntry entry, Map<AtomKey, JsonNode> documents, @Nullable ClientKey client, @Nullable Decision decision) {
        LogState next = now().appended(entry, documents);
        write(client == null || decision == null ? next : next.decided(client, decision));
    }

    @Override
    public void decide(ClientKey client, Decision decision) {
        write(now().decided(client, decision));
    }

    @Override
    public @Nullable Decision decision(ClientKey client, long clientSeq) {
        return now().decision(client, clientSeq);
    }

    @Override
    public List<Decision> decisions(ClientKey client, long from) {
        return List.copyOf(now().decisions(client).tailMap(from, true).values());
    }

    @Override
    public long lastDecided(ClientKey client) {
        return now().lastDecided().getOrDefault(client, 0L);
    }

    @Override
    public Set<ClientKey> clients() {
        return now().decisions().keySet();
    }

    @Override
    public String issueFence(ClientKey client) {
        LogState now = now();
        String fence = now.epoch() + "." + storage.nextFence();
        working = now.fenced(client, fence);
        node.fenced(client);
        return fence;
    }

    @Override
    public @Nullable ClientKey fenceHolder(String fence) {
        for (Map.Entry<ClientKey, String> each : now().fences().entrySet()) {
            if (each.getValue().equals(fence)) {
                return each.getKey();
            }
        }
        return null;
    }
}
