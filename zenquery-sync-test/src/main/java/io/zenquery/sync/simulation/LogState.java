package io.zenquery.sync.simulation;

import io.zenquery.sync.patch.AtomKey;
import io.zenquery.sync.server.ClientKey;
import io.zenquery.sync.server.Decision;
import io.zenquery.sync.server.LogEntry;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.pcollections.HashPMap;
import org.pcollections.HashTreePMap;
import org.pcollections.TreePMap;
import tools.jackson.databind.JsonNode;

/**
 * All that a log has stored, immutable: a transaction works on a copy of its own, a backup is one that is kept.
 *
 * @param epoch which incarnation
 * @param head the last number
 * @param documents as of {@code head}
 * @param entries those that are still there
 * @param decisions those that are still known
 * @param lastDecided per client, the highest number decided
 * @param fences per client
 */
record LogState(
        String epoch,
        long head,
        Map<AtomKey, JsonNode> documents,
        TreePMap<Long, LogEntry> entries,
        HashPMap<ClientKey, TreePMap<Long, Decision>> decisions,
        HashPMap<ClientKey, Long> lastDecided,
        HashPMap<ClientKey, String> fences) {

    static LogState empty(String epoch, Map<AtomKey, JsonNode> documents) {
        return new LogState(
                epoch,
                0,
                documents,
                TreePMap.empty(),
                HashTreePMap.empty(),
                HashTreePMap.empty(),
                HashTreePMap.empty());
    }

    TreePMap<Long, Decision> decisions(ClientKey client) {
        return decisions.getOrDefault(client, TreePMap.empty());
    }

    @Nullable
    Decision decision(ClientKey client, long clientSeq) {
        return decisions(client).get(clientSeq);
    }

    LogState appended(LogEntry entry, Map<AtomKey, JsonNode> after) {
        long number = entry.delta().serverSeq();
        return new LogState(epoch, number, after, entries.plus(number, entry), decisions, lastDecided, fences);
    }

    LogState decided(ClientKey client, Decision decision) {
        long number = decision.verdict().clientSeq();
        return new LogState(
                epoch,
                head,
                documents,
                entries,
                decisions.plus(client, decisions(client).plus(number, decision)),
                lastDecided.plus(client, Math.max(number, lastDecided.getOrDefault(client, 0L))),
                fences);
    }

    LogState fenced(ClientKey client, String fence) {
        return new LogState(epoch, head, documents, entries, decisions, lastDecided, fences.plus(client, fence));
    }

    /** Without the entries below {@code oldest}. */
    LogState truncated(long oldest) {
        TreePMap<Long, LogEntry> rest = entries;
        for (Long number : entries.headMap(oldest).keySet()) {
            rest = rest.minus(number);
        }
        return new LogState(epoch, head, documents, rest, decisions, lastDecided, fences);
    }

    LogState withoutDecisions() {
        return new LogState(epoch, head, documents, entries, HashTreePMap.empty(), lastDecided, fences);
    }

    /** As another incarnation. Fences of the one before are void. */
    LogState restored(String newEpoch) {
        TreePMap<Long, LogEntry> none = TreePMap.empty();
        return new LogState(newEpoch, head, documents, none, decisions, lastDecided, HashTreePMap.empty());
    }
}
