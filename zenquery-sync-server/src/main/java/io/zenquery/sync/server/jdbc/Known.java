package io.zenquery.sync.server.jdbc;

import io.zenquery.sync.patch.AtomKey;
import io.zenquery.sync.protocol.ServerMessage.Delta;
import io.zenquery.sync.server.ClientKey;
import io.zenquery.sync.server.LogEntry;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What this node knows of a channel, all of it committed: everything from the base on, and the clients that it has met. Others may have
 * committed since; then the stamp of the channel's row is another one.
 *
 * <p>Threads: changed by the thread that leads a group only. {@link #now} and {@link #read} may be used by others.
 */
final class Known {
    /** Clients that are remembered; with more, they are read again when they come again. */
    private static final int MOST_CLIENTS = 10_000;

    /** A consistent view for other threads. */
    record Now(ChannelRow row, Map<AtomKey, JsonNode> documents) {}

    private final ConcurrentSkipListMap<Long, LogEntry> entries = new ConcurrentSkipListMap<>();
    private final Map<ClientKey, ClientRow> clients = new HashMap<>();
    private final Map<String, ClientKey> fences = new HashMap<>();
    private Map<AtomKey, JsonNode> baseDocuments = Map.of();
    private volatile @Nullable Now now;

    /** Null as long as nothing was loaded. */
    @Nullable
    Now now() {
        return now;
    }

    ChannelRow row() {
        return loaded().row();
    }

    Map<AtomKey, JsonNode> documents() {
        return loaded().documents();
    }

    private Now loaded() {
        Now current = now;
        if (current == null) {
            throw new IllegalStateException("expected a log that was loaded");
        }
        return current;
    }

    /** The entries from {@code first} to {@code last}, as far as they are here. */
    List<LogEntry> read(long first, long last) {
        return first > last
                ? List.of()
                : List.copyOf(entries.subMap(first, true, last, true).values());
    }

    // ------------------------------------------------------------------------------------------- as the rows say

    /** Everything anew: the documents at the row's base, and the deltas from there to its head. */
    void load(ChannelRow row, Map<AtomKey, JsonNode> documentsAtBase, List<Delta> deltas) {
        forgetClients();
        entries.clear();
        baseDocuments = documentsAtBase;
        now = new Now(row, follow(documentsAtBase, deltas));
    }

    /** The deltas that others have appended. */
    void follow(ChannelRow row, List<Delta> deltas) {
        forgetClients();
        Map<AtomKey, JsonNode> documents = follow(documents(), deltas);
        moveBase(documentsAt(row.base()), row.base());
        now = new Now(row, documents);
    }

    private Map<AtomKey, JsonNode> follow(Map<AtomKey, JsonNode> before, List<Delta> deltas) {
        Map<AtomKey, JsonNode> documents = before;
        for (Delta delta : deltas) {
            LogEntry.Replayed next = LogEntry.replay(documents, delta);
            entries.put(delta.serverSeq(), next.entry());
            documents = next.documents();
        }
        return documents;
    }

    // --------------------------------------------------------------------------------------------- as was committed

    /** What this node has committed itself. */
    void committed(ChannelRow row, Map<AtomKey, JsonNode> documents, List<LogEntry> appended) {
        appended.forEach(entry -> entries.put(entry.delta().serverSeq(), entry));
        now = new Now(row, documents);
    }

    /** The documents as they were at that number, which is from the base on. */
    Map<AtomKey, JsonNode> documentsAt(long number) {
        Map<AtomKey, JsonNode> documents = baseDocuments;
        for (LogEntry entry : entries.headMap(number, true).values()) {
            documents = LogEntry.replay(documents, entry.delta()).documents();
        }
        return documents;
    }

    void moveBase(Map<AtomKey, JsonNode> documents, long base) {
        baseDocuments = documents;
        entries.headMap(base, true).clear();
    }

    // ------------------------------------------------------------------------------------------------------ clients

    @Nullable
    ClientRow client(ClientKey client) {
        return clients.get(client);
    }

    @Nullable
    ClientKey holder(String fence) {
        return fences.get(fence);
    }

    void remember(ClientKey client, ClientRow row) {
        if (clients.size() >= MOST_CLIENTS) {
            forgetClients();
        }
        ClientRow before = clients.put(client, row);
        if (before != null && before.fence() != null) {
            fences.remove(before.fence());
        }
        if (row.fence() != null) {
            fences.put(row.fence(), client);
        }
    }

    private void forgetClients() {
        clients.clear();
        fences.clear();
    }
}
