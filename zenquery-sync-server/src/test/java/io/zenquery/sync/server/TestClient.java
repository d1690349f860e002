package io.zenquery.sync.server;

import io.zenquery.sync.patch.AtomKey;
import io.zenquery.sync.patch.Patch;
import io.zenquery.sync.protocol.ClientMessage.Mutation;
import io.zenquery.sync.protocol.ClientMessage.MutationBatch;
import io.zenquery.sync.protocol.ClientMessage.Resume;
import io.zenquery.sync.protocol.ServerMessage;
import io.zenquery.sync.protocol.ServerMessage.Problem;
import io.zenquery.sync.protocol.ServerMessage.Rejection;
import io.zenquery.sync.protocol.ServerMessage.Welcome;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.NullNode;

/** Speaks to the engine as a client would, message by message. */
final class TestClient {
    static final AtomKey LIST = AtomKey.of("list");
    static final String CHANNEL = "c";

    private final SyncServer server;
    private final String id;
    String fence = "";

    TestClient(SyncServer server, String id) {
        this.server = server;
        this.id = id;
    }

    /** A client that has resumed. */
    static TestClient of(SyncServer server, String id) {
        TestClient client = new TestClient(server, id);
        client.resume(null, 0, null);
        return client;
    }

    List<ServerMessage> resume(@Nullable String epoch, long confirmed, @Nullable Long firstPending) {
        List<ServerMessage> answer =
                server.resume(CHANNEL, new Resume(id, id + "-epoch", epoch, confirmed, firstPending, null));
        fence = ((Welcome) answer.get(0)).fence();
        return answer;
    }

    List<ServerMessage> send(long base, long previous, Mutation... batch) {
        return server.submit(CHANNEL, new MutationBatch(fence, base, previous, List.of(batch)), null);
    }

    static Mutation patch(long clientSeq, Patch... patches) {
        return new Mutation(
                clientSeq, null, NullNode.getInstance(), Map.of(LIST, List.of(patches)), Map.of(), Instant.EPOCH);
    }

    static Mutation patch(long clientSeq, String strategy, Instant stamp, Patch... patches) {
        return new Mutation(
                clientSeq, null, NullNode.getInstance(), Map.of(LIST, List.of(patches)), Map.of(LIST, strategy), stamp);
    }

    static Mutation named(long clientSeq, String name, String input, Patch... prediction) {
        return new Mutation(
                clientSeq,
                name,
                json(input),
                prediction.length == 0 ? Map.of() : Map.of(LIST, List.of(prediction)),
                Map.of(),
                null);
    }

    static JsonNode json(String text) {
        return JsonMapper.shared().readTree(text.replace('\'', '"'));
    }

    static String rejection(ServerMessage message) {
        return message instanceof Rejection rejection ? rejection.code() : message.toString();
    }

    static String problem(List<ServerMessage> answer) {
        ServerMessage last = answer.get(answer.size() - 1);
        return last instanceof Problem problem ? problem.code().name() : last.toString();
    }
}
