package io.zenquery.sync.test.memory;

import io.zenquery.sync.atom.Draft;
import io.zenquery.sync.patch.AtomKey;
import io.zenquery.sync.patch.Json;
import io.zenquery.sync.protocol.ClientMessage.Mutation;
import io.zenquery.sync.protocol.ClientMessage.MutationBatch;
import io.zenquery.sync.protocol.ClientMessage.Resume;
import io.zenquery.sync.protocol.ServerMessage;
import io.zenquery.sync.protocol.ServerMessage.Verdict;
import io.zenquery.sync.protocol.ServerMessage.Welcome;
import io.zenquery.sync.server.ChannelState;
import io.zenquery.sync.server.SyncServer;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Somebody else who writes to a channel, always on the newest state and with the verdict at once. Offline or not makes no difference to
 * it. Thread-safe; two of one id in a channel take the fence from each other, but do no harm.
 */
public final class OtherClient {
    private final SyncServer server;
    private final String channel;
    private final String clientId;

    OtherClient(SyncServer server, String channel, String clientId) {
        this.server = server;
        this.channel = channel;
        this.clientId = clientId;
    }

    /** Makes a mutation for the server's default handler; otherwise as {@link #mutate(String, Object, Consumer)}. */
    public Verdict mutate(Consumer<Draft> draft) {
        return mutate(null, null, draft);
    }

    /** Makes a mutation for a handler, without predicting anything; otherwise as {@link #mutate(String, Object, Consumer)}. */
    public Verdict mutate(String name, @Nullable Object input) {
        return mutate(name, input, draft -> {});
    }

    /**
     * Makes a mutation and has it decided.
     *
     * @param name the server's handler; null for the default one, which applies what was drafted
     * @param input what that handler works on: anything that Jackson writes as JSON; null for nothing
     * @param draft says what the mutation does
     * @return an {@link ServerMessage.Ack} or a {@link ServerMessage.Rejection}
     * @throws IllegalStateException if the server can't decide it now, with what it says instead
     */
    public synchronized Verdict mutate(@Nullable String name, @Nullable Object input, Consumer<Draft> draft) {
        ChannelState state = server.state(channel);
        Draft drafted = new Draft(atom -> state.documents().getOrDefault(atom, Json.ABSENT));
        draft.accept(drafted);
        JsonNode json = Json.freeze(JsonMapper.shared().valueToTree(input));
        Welcome welcome = resume(state);
        long clientSeq = welcome.lastDecided() + 1;
        Mutation mutation = new Mutation(clientSeq, name, json, drafted.patches(), Map.<AtomKey, String>of(), null);
        List<ServerMessage> answers = server.submit(
                channel,
                new MutationBatch(welcome.fence(), state.serverSeq(), welcome.lastDecided(), List.of(mutation)),
                null);
        if (answers.size() == 1 && answers.get(0) instanceof Verdict verdict) {
            return verdict;
        }
        throw new IllegalStateException("expected a verdict on the mutation of " + clientId + ", got " + answers);
    }

    private Welcome resume(ChannelState state) {
        List<ServerMessage> answers =
                server.resume(channel, new Resume(clientId, "in-memory", state.epoch(), state.serverSeq(), null, null));
        if (answers.get(0) instanceof Welcome welcome) {
            return welcome;
        }
        throw new IllegalStateException("expected a welcome for " + clientId + ", got " + answers);
    }
}
