package io.zenquery.sync.server;

import static io.zenquery.sync.server.TestClient.LIST;
import static io.zenquery.sync.server.TestClient.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.zenquery.sync.patch.Patch;
import io.zenquery.sync.protocol.ClientMessage.Mutation;
import io.zenquery.sync.protocol.ServerMessage.Ack;
import io.zenquery.sync.protocol.ServerMessage.Delta;
import io.zenquery.sync.protocol.ServerMessage.Rejection;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.NullNode;
import tools.jackson.databind.node.StringNode;

/** Ids that a client makes up, and what the server makes of them. */
class TemporaryIdsTest {
    private final SyncServer server = TestServers.with("{}")
            .handlers(List.of(
                    TestServers.handler("create", call -> {
                        call.draft().atom(LIST).add("/id-7", json("{'title':'new'}"));
                        call.becomes("tmp", "id-7");
                    }),
                    TestServers.handler(
                            "finish",
                            call -> call.draft()
                                    .atom(LIST)
                                    .add(
                                            "/done",
                                            StringNode.valueOf(call.input().stringValue()))),
                    TestServers.handler("confused", call -> call.becomes("never-made-up", "id-8"))))
            .build();
    private final List<Delta> deltas = new ArrayList<>();
    private final TestClient ann = TestClient.of(server, "ann");

    TemporaryIdsTest() {
        server.addListener((channel, delta) -> deltas.add(delta));
    }

    private static Mutation create(long clientSeq) {
        return mutation(clientSeq, "create", NullNode.getInstance(), Patch.add("/tmp", json("{'title':'new'}")));
    }

    private static Mutation mutation(long clientSeq, @Nullable String name, JsonNode input, Patch... patches) {
        return new Mutation(clientSeq, name, input, Map.of(LIST, List.of(patches)), Map.of(), null, Set.of("tmp"));
    }

    @Test
    void becomes_ackAndOwnDeltaSayIt() {
        assertThat(ann.send(0, 0, create(1))).containsExactly(new Ack(1, 1, 1L, Map.of("tmp", "id-7")));

        assertThat(deltas).extracting(Delta::ids).containsExactly(Map.of("tmp", "id-7"));
    }

    @Test
    void becomes_laterMembersOfTheBatch_meanTheFinalId() {
        ann.send(
                0,
                0,
                create(1),
                mutation(2, null, NullNode.getInstance(), Patch.replace("/tmp/title", json("'edited'"))),
                mutation(3, "finish", StringNode.valueOf("tmp")));

        assertThat(TestServers.list(server)).isEqualTo(json("{'id-7':{'title':'edited'},'done':'id-7'}"));
    }

    @Test
    void becomes_batchSentAgainFromTheMiddle_stillMeansTheFinalId() {
        Mutation edit = mutation(2, null, NullNode.getInstance(), Patch.replace("/tmp/title", json("'edited'")));
        ann.send(0, 0, create(1));

        ann.send(0, 0, create(1), edit);

        assertThat(TestServers.list(server)).isEqualTo(json("{'id-7':{'title':'edited'}}"));
    }

    @Test
    void becomes_idThatTheMutationDoesNotHave_failsTheHandler() {
        assertThat(ann.send(0, 0, mutation(1, "confused", NullNode.getInstance())))
                .singleElement()
                .isInstanceOfSatisfying(
                        Rejection.class,
                        rejection -> assertThat(rejection.code()).isEqualTo("handler-failed"));
    }
}
