package io.zenquery.sync.server;

import io.zenquery.sync.patch.AtomKey;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A log in memory, for one process; gone when that ends. It keeps the last deltas up to a bound, and all decisions.
 *
 * <p>Every write notes how it is undone, for the case that the transaction fails. What is committed is in {@code committed}, which
 * other threads read: the map of entries may already have more.
 */
public final class InMemoryDeltaLog implements DeltaLog {
    private record Now(long head, Map<AtomKey, JsonNode> documents) {}

    private final ReentrantLock writers = new ReentrantLock();
    private final String epoch;
    private final int retention;
    private final ConcurrentSkipListMap<Long, LogEntry> entries = new ConcurrentSkipListMap<>();
    private volatile Now committed;

    // The rest belongs to the thread that holds the lock.
    private final Map<ClientKey, TreeMap<Long, Decision>> decisions = new LinkedHashMap<>();
    private final Map<ClientKey, String> fences = new HashMap<>();
    private final Map<String, ClientKey> holders = new HashMap<>();
    private final Deque<Runnable> undo = new ArrayDeque<>();
    private Now working;
    private long fencesIssued;

    /**
     * An empty log.
     *
     * @param epoch names this incarnation
     * @param initial the documents to begin with, frozen
     * @param retention how many deltas are kept; from 1
     */
    public InMemoryDeltaLog(String epoch, Map<AtomKey, JsonNode> initial, int retention) {
        if (retention < 1) {
            throw new IllegalArgumentException("expected a retention from 1 delta, got " + retention);
        }
        this.epoch = epoch;
        this.committed = new Now(0, unmodifiable(initial));
        this.working = committed;
        this.retention = retention;
    }

    /** Opens logs in memory that keep that many deltas; from 1. */
    public static DeltaLogFactory factory(int retention) {
        return (channel, newEpoch, initial) -> new InMemoryDeltaLog(newEpoch, initial, retention);
    }

    @Override
    public String epoch() {
        return epoch;
    }

    @Override
    public <T> T exclusively(Supplier<T> work) {
        if (writers.isHeldByCurrentThread()) {
            throw new IllegalStateException(
                    "expected a call from outside the channel's lock: a mutation handler must not"
                            + " call the server that runs it");
        }
        writers.lock();
        try {
            T result = work.get();
            undo.clear();
            committed = working;
            entries.headMap(committed.head() - retention, true)
                    .clear(); // numbers are dense; counting would cost all of them
            return result;
        } finally {
            while (!undo.isEmpty()) {
                undo.pop().run();
            }
            working = committed;
            writers.unlock();
        }
    }

    @Override
    public void refresh() {
        // No other node has this log.
    }

    private Now now() {
        return writers.isHeldByCurrentThread() ? working : committed;
    }

    @Override
    public long head() {
        return now().head();
    }

    @Override
    public long oldest() {
        Map.Entry<Long, LogEntry> first = entries.firstEntry();
        long head = head();
        return first == null ? head + 1 : Math.min(first.getKey(), head + 1);
    }

    @Override
    public List<LogEntry> read(long first, long last) {
        long end = Math.min(last, head());
        return first > end
                ? List.of()
                : List.copyOf(entries.subMap(first, true, end, true).values());
    }

    @Override
    public Map<AtomKey, JsonNode> documents() {
        return now().documents();
    }

    @Override
    public void append(
            LogEntry entry, Map<AtomKey, JsonNode> documents, @Nullable ClientKey client, @Nullable Decision decision) {
        requireLock();
        long number = entry.delta().serverSeq();
        if (number != working.head() + 1) {
            throw new IllegalArgumentException("expected delta " + (working.head() + 1) + ", got " + number);
        }
        if (client != null && decision != null) {
            decide(client, decision);
        }
        entries.put(number, entry);
        undo.push(() -> entries.remove(number));
        working = new Now(number, unmodifiable(documents));
    }

    @Override
    public void decide(ClientKey client, Decision decision) {
        requireLock();
        long clientSeq = decision.verdict().clientSeq();
        TreeMap<Long, Decision> ofClient = decisions.computeIfAbsent(client, key -> new TreeMap<>());
        if (ofClient.putIfAbsent(clientSeq, decision) != null) {
            throw new IllegalArgumentException(
                    "expected a number without a decision, got " + clientSeq + " of " + client + ", which has one");
        }
        undo.push(() -> {
            ofClient.remove(clientSeq);
            if (ofClient.isEmpty()) {
                decisions.remove(client);
            }
        });
    }

    @Override
    public @Nullable Decision decision(ClientKey client, long clientSeq) {
        requireLock();
        TreeMap<Long, Decision> ofClient = decisions.get(client);
        return ofClient == null ? null : ofClient.get(clientSeq);
    }

    @Override
    public List<Decision> decisions(ClientKey client, long from) {
        requireLock();
        TreeMap<Long, Decision> ofClient = decisions.get(client);
        return ofClient == null
                ? List.of()
                : List.copyOf(ofClient.tailMap(from, true).values());
    }

    @Override
    public long lastDecided(ClientKey client) {
        requireLock();
        TreeMap<Long, Decision> ofClient = decisions.get(client);
        return ofClient == null ? 0 : ofClient.lastKey();
    }

    @Override
    public Set<ClientKey> clients() {
        requireLock();
        return Collections.unmodifiableSet(new LinkedHashSet<>(decisions.keySet()));
    }

    @Override
    public String issueFence(ClientKey client) {
        requireLock();
        String fence = epoch + "." + ++fencesIssued; // an undone one is not issued a second time
        String old = fences.put(client, fence);
        if (old != null) {
            holders.remove(old);
        }
        holders.put(fence, client);
        undo.push(() -> {
            holders.remove(fence);
            fences.remove(client);
            if (old != null) {
                fences.put(client, old);
                holders.put(old, client);
            }
        });
        return fence;
    }

    @Override
    public @Nullable ClientKey fenceHolder(String fence) {
        requireLock();
        return holders.get(fence);
    }

    private void requireLock() {
        if (!writers.isHeldByCurrentThread()) {
            throw new IllegalStateException("expected a call from work that runs exclusively on this log");
        }
    }

    private static Map<AtomKey, JsonNode> unmodifiable(Map<AtomKey, JsonNode> documents) {
        return Collections.unmodifiableMap(new LinkedHashMap<>(documents));
    }
}
