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

/** A log that hands everything on to another one. */
class DelegatingLog implements DeltaLog {
    protected final DeltaLog inner;

    DelegatingLog(DeltaLog inner) {
        this.inner = inner;
    }

    @Override
    public String epoch() {
        return inner.epoch();
    }

    @Override
    public <T> T exclusively(Supplier<T> work) {
        return inner.exclusively(work);
    }

    @Override
    public void refresh() {
        inner.refresh();
    }

    @Override
    public long head() {
        return inner.head();
    }

    @Override
    public long oldest() {
        return inner.oldest();
    }

    @Override
    public List<LogEntry> read(long first, long last) {
        return inner.read(first, last);
    }

    @Override
    public Map<AtomKey, JsonNode> documents() {
        return inner.documents();
    }

    @Override
    public void append(
            LogEntry entry, Map<AtomKey, JsonNode> documents, @Nullable ClientKey client, @Nullable Decision decision) {
        inner.append(entry, documents, client, decision);
    }

    @Override
    public void decide(ClientKey client, Decision decision) {
        inner.decide(client, decision);
    }

    @Override
    public @Nullable Decision decision(ClientKey client, long clientSeq) {
        return inner.decision(client, clientSeq);
    }

    @Override
    public List<Decision> decisions(ClientKey client, long from) {
        return inner.decisions(client, from);
    }

    @Override
    public long lastDecided(ClientKey client) {
        return inner.lastDecided(client);
    }

    @Override
    public Set<ClientKey> clients() {
        return inner.clients();
    }

    @Override
    public String issueFence(ClientKey client) {
        return inner.issueFence(client);
    }

    @Override
    public @Nullable ClientKey fenceHolder(String fence) {
        return inner.fenceHolder(fence);
    }
}
