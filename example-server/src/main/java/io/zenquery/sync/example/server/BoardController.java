package io.zenquery.sync.example.server;

import io.zenquery.sync.patch.AtomKey;
import io.zenquery.sync.protocol.ProtocolCodec;
import io.zenquery.sync.protocol.ServerMessage.Rejection;
import io.zenquery.sync.server.ChannelState;
import io.zenquery.sync.server.SyncServer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;
import tools.jackson.databind.JsonNode;

/** What the server knows, for people and for the demo to look at. */
@RestController
class BoardController {
    static final String CHANNEL = "board";
    private static final int MOST_DELTAS = 500;

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

    /**
     * The last deltas, the newest last, as they went over the wire.
     *
     * @param last how many, from 1 to {@link #MOST_DELTAS}
     */
    @GetMapping(path = "/log", produces = MediaType.APPLICATION_JSON_VALUE)
    String log(@RequestParam(defaultValue = "50") int last) {
        if (last < 1 || last > MOST_DELTAS) {
            throw new ResponseStatusException(
                    HttpStatus.BAD_REQUEST, "expected last to be 1 to " + MOST_DELTAS + ", got " + last);
        }
        long head = server.state(CHANNEL).serverSeq();
        return server.deltas(CHANNEL, Math.max(1, head - last + 1), head).stream()
                .map(delta -> new String(ProtocolCodec.encode(delta), StandardCharsets.UTF_8))
                .collect(Collectors.joining(",", "[", "]"));
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
