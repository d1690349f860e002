package io.zenquery.sync.server;

import io.zenquery.sync.patch.AtomKey;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A log in memory, for one process; gone when that ends. It keeps the last deltas up to a bound, and all decisions.
 *
 * <p>Lock rule: {@code writers} is held through one piece of exclusive work, {@code this} through one method. {@code this} is always
 * taken last.
 */
public final class InMemoryDeltaLog implements DeltaLog {
    private final ReentrantLock writers = new ReentrantLock();
    private final String epoch;
    private final int retention;
    private final TreeMap<Long, LogEntry> entries = new TreeMap<>();
    private final Map<ClientKey, TreeMap<Long, Decision>> decisions = new LinkedHashMap<>();
    private final Map<ClientKey, String> fences = new HashMap<>();
    private final Map<String, ClientKey> holders = new HashMap<>();
    private Map<AtomKey, JsonNode> documents;
    private long head;
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
        this.documents = Collections.unmodifiableMap(new LinkedHashMap<>(initial));
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
            return work.get();
        } finally {
            writers.unlock();
        }
    }

    @Override
    public synchronized long head() {
        return head;
    }

    @Override
    public synchronized long oldest() {
        return entries.isEmpty() ? head + 1 : entries.firstKey();
    }

    @Override
    public synchronized List<LogEntry> read(long first, long last) {
        if (first > last) {
            return List.of();
        }
        return List.copyOf(entries.subMap(first, true, last, true).values());
    }

    @Override
    public synchronized Map<AtomKey, JsonNode> documents() {
        return documents;
    }

    @Override
    public synchronized void append(
            LogEntry entry,
            Map<AtomKey, JsonNode> documentsAfter,
            @Nullable ClientKey client,
            @Nullable Decision decision) {
        assert writers.isHeldByCurrentThread();
        long number = entry.delta().serverSeq();
        if (number != head + 1) {
            throw new IllegalArgumentException("expected delta " + (head + 1) + ", got " + number);
        }
        if (client != null && decision != null) {
            note(client, decision);
        }
        entries.put(number, entry);
        if (entries.size() > retention) {
            entries.pollFirstEntry();
        }
        documents = Collections.unmodifiableMap(new LinkedHashMap<>(documentsAfter));
        head = number;
    }

    @Override
    public synchronized void decide(ClientKey client, Decision decision) {
        assert writers.isHeldByCurrentThread();
        note(client, decision);
    }

    private void note(ClientKey client, Decision decision) {
        long clientSeq = decision.verdict().clientSeq();
        TreeMap<Long, Decision> ofClient = decisions.computeIfAbsent(client, key -> new TreeMap<>());
        if (ofClient.containsKey(clientSeq)) {
            throw new IllegalArgumentException(
                    "expected a number without a decision, got " + clientSeq + " of " + client + ", which has one");
        }
        ofClient.put(clientSeq, decision);
    }

    @Override
    public synchronized @Nullable Decision decision(ClientKey client, long clientSeq) {
        TreeMap<Long, Decision> ofClient = decisions.get(client);
        return ofClient == null ? null : ofClient.get(clientSeq);
    }

    @Override
    public synchronized List<Decision> decisions(ClientKey client, long from) {
        TreeMap<Long, Decision> ofClient = decisions.get(client);
        return ofClient == null
                ? List.of()
                : List.copyOf(ofClient.tailMap(from, true).values());
    }

    @Override
    public synchronized long lastDecided(ClientKey client) {
        TreeMap<Long, Decision> ofClient = decisions.get(client);
        return ofClient == null ? 0 : ofClient.lastKey();
    }

    @Override
    public synchronized Set<ClientKey> clients() {
        return Collections.unmodifiableSet(new LinkedHashSet<>(decisions.keySet()));
    }

    @Override
    public synchronized String issueFence(ClientKey client) {
        assert writers.isHeldByCurrentThread();
        String fence = epoch + "." + ++fencesIssued;
        String old = fences.put(client, fence);
        if (old != null) {
            holders.remove(old);
        }
        holders.put(fence, client);
        return fence;
    }

    @Override
    public synchronized @Nullable ClientKey fenceHolder(String fence) {
        return holders.get(fence);
    }
}
