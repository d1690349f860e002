package io.zenquery.sync.example.server;

import io.zenquery.sync.patch.AtomKey;
import io.zenquery.sync.patch.Json;
import io.zenquery.sync.protocol.ServerMessage.Rejection;
import io.zenquery.sync.protocol.ServerMessage.Verdict;
import io.zenquery.sync.server.ChannelState;
import io.zenquery.sync.server.ClientKey;
import io.zenquery.sync.server.SyncServer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;
import tools.jackson.databind.JsonNode;

/** The clients: who is there, how far behind, what was decided about their writes, and who may only read. */
@RestController
class ClientsController {
    private final SyncServer server;
    private final Presence presence;

    ClientsController(SyncServer server, Presence presence) {
        this.server = server;
        this.presence = presence;
    }

    /**
     * A client.
     *
     * @param connected null if it was not here since the server started
     * @param lag deltas that it has not been sent; null if that is not known
     * @param lastDecided its last write that was decided; 0 for none
     */
    record ClientView(
            String clientId,
            @Nullable Boolean connected,
            @Nullable Long lag,
            long lastDecided,
            int accepted,
            int rejected,
            boolean readOnly) {}

    @GetMapping("/clients")
    List<ClientView> clients() {
        Map<String, Presence.Seen> seen = presence.clients();
        Map<ClientKey, List<Verdict>> verdicts = server.verdicts(BoardController.CHANNEL);
        ChannelState state = server.state(BoardController.CHANNEL);
        SortedSet<String> ids = new TreeSet<>(seen.keySet());
        verdicts.keySet().forEach(client -> ids.add(client.clientId()));
        return ids.stream()
                .map(id -> view(id, seen.get(id), verdictsOf(id, verdicts), state))
                .toList();
    }

    /** From now on, what that client writes is rejected, or is not any more. Also for one that was never here. */
    @PutMapping("/clients/{clientId}/read-only")
    void readOnly(@PathVariable String clientId, @RequestParam boolean on) {
        String unusable = new ClientKey(clientId, "any").unusable();
        if (unusable != null) {
            throw new ResponseStatusException(HttpStatus.BAD_REQUEST, unusable);
        }
        server.change(BoardController.CHANNEL, draft -> ReadOnly.set(draft, clientId, on));
        presence.changed();
    }

    private static ClientView view(
            String clientId, Presence.@Nullable Seen seen, List<Verdict> verdicts, ChannelState state) {
        JsonNode rules = state.documents().getOrDefault(AtomKey.of(ReadOnly.ATOM), Json.ABSENT);
        int rejected =
                (int) verdicts.stream().filter(Rejection.class::isInstance).count();
        return new ClientView(
                clientId,
                seen == null ? null : seen.connected(),
                seen == null ? null : lag(seen, state.serverSeq()),
                verdicts.stream().mapToLong(Verdict::clientSeq).max().orElse(0),
                verdicts.size() - rejected,
                rejected,
                rules.path("readOnly").path(clientId).asBoolean(false));
    }

    /** A client that is there is sent each delta at once; one that has gone lacks those since. */
    private static long lag(Presence.Seen seen, long head) {
        Long leftAt = seen.leftAt();
        return leftAt == null ? 0 : head - leftAt;
    }

    private static List<Verdict> verdictsOf(String clientId, Map<ClientKey, List<Verdict>> verdicts) {
        List<Verdict> all = new ArrayList<>();
        verdicts.forEach((client, each) -> {
            if (client.clientId().equals(clientId)) {
                all.addAll(each);
            }
        });
        return all;
    }
}
