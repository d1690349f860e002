package io.zenquery.sync.example.server;

import io.zenquery.sync.patch.AtomKey;
import io.zenquery.sync.protocol.ServerMessage.Rejection;
import io.zenquery.sync.server.ChannelState;
import io.zenquery.sync.server.SyncServer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/** What the server knows, for people and for the demo to look at. */
@RestController
class BoardController {
    static final String CHANNEL = "board";

    private final SyncServer server;

    BoardController(SyncServer server) {
        this.server = server;
    }

    record State(long serverSeq, String epoch, Map<String, JsonNode> state) {}

    record VerdictView(
            String clientId,
            long clientSeq,
            boolean accepted,
            @Nullable String code) {}

    @GetMapping("/state")
    State state() {
        ChannelState state = server.state(CHANNEL);
        Map<String, JsonNode> documents = new LinkedHashMap<>();
        state.documents().forEach((AtomKey atom, JsonNode document) -> documents.put(atom.toString(), document));
        return new State(state.serverSeq(), state.epoch(), documents);
    }

    @GetMapping("/verdicts")
    List<VerdictView> verdicts() {
        return server.verdicts(CHANNEL).entrySet().stream()
                .flatMap(client -> client.getValue().stream()
                        .map(verdict -> new VerdictView(
                                client.getKey().clientId(),
                                verdict.clientSeq(),
                                !(verdict instanceof Rejection),
                                verdict instanceof Rejection rejection ? rejection.code() : null)))
                .toList();
    }
}
