package io.zenquery.sync.server.jdbc;

import io.zenquery.sync.patch.AtomKey;
import io.zenquery.sync.server.ClientKey;
import io.zenquery.sync.server.Decision;
import io.zenquery.sync.server.LogEntry;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What a group's work reads and writes, while the channel's row is locked. What is written is kept here and goes to the database at
 * the end, all at once; so a work that fails is undone by forgetting what it wrote.
 */
final class Transaction {
    private final Known known;
    private final Tables tables;
    private final String epoch;
    private final List<LogEntry> appended = new ArrayList<>();
    private final List<Noted> noted = new ArrayList<>();
    private final Map<ClientKey, TreeMap<Long, Decision>> decided = new HashMap<>();
    private final Map<ClientKey, Earlier> earlier = new HashMap<>();
    private Map<ClientKey, ClientRow> clients = new LinkedHashMap<>();
    private Map<AtomKey, JsonNode> documents;

    /** Decisions that the database has about a client, from a number on. */
    private record Earlier(long from, TreeMap<Long, Decision> decisions) {}

    /** Where a work began. */
    record Savepoint(int appended, int noted, Map<ClientKey, ClientRow> clients, Map<AtomKey, JsonNode> documents) {}

    Transaction(Known known, Tables tables, String epoch) {
        this.known = known;
        this.tables = tables;
        this.epoch = epoch;
        this.documents = known.documents();
    }

    Savepoint savepoint() {
        return new Savepoint(appended.size(), noted.size(), new LinkedHashMap<>(clients), documents);
    }

    void rollback(Savepoint to) {
        appended.subList(to.appended(), appended.size()).clear();
        List<Noted> undone = noted.subList(to.noted(), noted.size());
        undone.forEach(each -> decidedOf(each.client()).remove(each.clientSeq()));
        undone.clear();
        clients = to.clients();
        documents = to.documents();
    }

    // --------------------------------------------------------------------------------------------------------- read

    String epoch() {
        return epoch;
    }

    long head() {
        return known.row().head() + appended.size();
    }

    long oldest() {
        return known.row().base() + 1;
    }

    List<LogEntry> read(long first, long last) {
        long before = known.row().head();
        List<LogEntry> entries = new ArrayList<>(known.read(first, Math.min(last, before)));
        int from = (int) Math.max(0, first - before - 1);
        int to = (int) Math.min(appended.size(), last - before);
        if (from < to) {
            entries.addAll(appended.subList(from, to));
        }
        return List.copyOf(entries);
    }

    Map<AtomKey, JsonNode> documents() {
        return documents;
    }

    @Nullable
    Decision decision(ClientKey client, long clientSeq) throws SQLException {
        ClientRow row = client(client);
        if (clientSeq > row.lastDecided()) {
            return null;
        }
        Decision here = decidedOf(client).get(clientSeq);
        return here != null ? here : earlier(client, clientSeq).get(clientSeq);
    }

    List<Decision> decisions(ClientKey client, long from) throws SQLException {
        if (from > client(client).lastDecided()) {
            return List.of();
        }
        TreeMap<Long, Decision> all = new TreeMap<>(earlier(client, from).tailMap(from, true));
        all.putAll(decidedOf(client).tailMap(from, true));
        return List.copyOf(all.values());
    }

    long lastDecided(ClientKey client) throws SQLException {
        return client(client).lastDecided();
    }

    Set<ClientKey> decidedClients() throws SQLException {
        Set<ClientKey> all = new LinkedHashSet<>(tables.decidedClients());
        noted.forEach(each -> all.add(each.client()));
        return all;
    }

    @Nullable
    ClientKey holder(String fence) throws SQLException {
        for (Map.Entry<ClientKey, ClientRow> client : clients.entrySet()) {
            if (fence.equals(client.getValue().fence())) {
                return client.getKey();
            }
        }
        ClientKey holder = known.holder(fence);
        if (holder == null) {
            holder = tables.holder(fence);
        }
        return holder != null && fence.equals(client(holder).fence()) ? holder : null;
    }

    private NavigableMap<Long, Decision> earlier(ClientKey client, long from) throws SQLException {
        Earlier found = earlier.get(client);
        if (found == null || found.from() > from) {
            found = new Earlier(from, new TreeMap<>());
            for (Decision decision : tables.decisions(client, from)) {
                found.decisions().put(decision.verdict().clientSeq(), decision);
            }
            earlier.put(client, found);
        }
        return found.decisions();
    }

    private ClientRow client(ClientKey client) throws SQLException {
        ClientRow row = clients.get(client);
        if (row == null) {
            row = known.client(client);
        }
        if (row == null) {
            row = tables.client(client);
            known.remember(client, row);
        }
        return row;
    }

    private NavigableMap<Long, Decision> decidedOf(ClientKey client) {
        return decided.computeIfAbsent(client, key -> new TreeMap<>());
    }

    // -------------------------------------------------------------------------------------------------------- write

    void append(
            LogEntry entry,
            Map<AtomKey, JsonNode> documentsAfter,
            @Nullable ClientKey client,
            @Nullable Decision decision)
            throws SQLException {
        long number = entry.delta().serverSeq();
        if (number != head() + 1) {
            throw new IllegalArgumentException("expected delta " + (head() + 1) + ", got " + number);
        }
        if (client != null && decision != null) {
            decide(client, decision);
        }
        appended.add(entry);
        documents = documentsAfter;
    }

    void decide(ClientKey client, Decision decision) throws SQLException {
        long clientSeq = decision.verdict().clientSeq();
        if (decision(client, clientSeq) != null) {
            throw new IllegalArgumentException(
                    "expected a number without a decision, got " + clientSeq + " of " + client + ", which has one");
        }
        decidedOf(client).put(clientSeq, decision);
        noted.add(new Noted(client, decision));
        clients.put(client, client(client).decided(clientSeq));
    }

    void fence(ClientKey client, String fence) throws SQLException {
        clients.put(client, client(client).fenced(fence));
    }

    // ------------------------------------------------------------------------------------------------------- commit

    boolean isEmpty() {
        return appended.isEmpty() && noted.isEmpty() && clients.isEmpty();
    }

    boolean appends() {
        return !appended.isEmpty();
    }

    void store(long nowMillis) throws SQLException {
        tables.append(appended);
        tables.decide(noted, nowMillis);
        tables.store(clients);
    }

    /** The database has it. */
    void committed(ChannelRow row) {
        known.committed(row, documents, appended);
        clients.forEach((client, each) -> known.remember(client, each.asStored()));
    }
}
