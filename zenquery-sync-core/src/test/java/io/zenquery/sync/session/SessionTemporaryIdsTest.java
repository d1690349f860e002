package io.zenquery.sync.session;

import static io.zenquery.sync.JsonText.json;
import static io.zenquery.sync.JsonText.patch;
import static org.assertj.core.api.Assertions.assertThat;

import io.zenquery.sync.protocol.ProtocolCodec;
import io.zenquery.sync.protocol.ServerMessage.Ack;
import io.zenquery.sync.protocol.ServerMessage.Delta;
import io.zenquery.sync.protocol.ServerMessage.Origin;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.StringNode;

/** Ids that this client makes up: pending mutations, what is sent, and the view follow what they become. */
class SessionTemporaryIdsTest {
    private final TestStore store = new TestStore();
    private final FakeServer server = new FakeServer(FakeServer.builder().outbox(store)).live(3, json("{all:{}}"));

    private MutationReceipt submit(String input, String patch, String... creates) {
        return server.session.submit(new MutationRequest(
                "any",
                StringNode.valueOf(input),
                Map.of(FakeServer.DOC, patch(patch)),
                server.coordinator.viewVersion(),
                Set.of(creates),
                null));
    }

    @Test
    void ack_withIds_viewAndLaterMutationsFollow() {
        submit("new", "[{op:'add',path:'/all/tmp',value:{id:'tmp'}}]", "tmp");
        submit("tmp", "[{op:'add',path:'/all/tmp/title',value:'x'},{op:'add',path:'/last',value:'tmp'}]");
        assertThat(server.lastBatch().batch().get(0).creates()).containsExactly("tmp");

        server.say(new Ack(1, 4, 4L, Map.of("tmp", "id-7")));

        assertThat(server.view()).isEqualTo(json("{all:{'id-7':{id:'id-7',title:'x'}},last:'id-7'}"));
        long version = server.coordinator.viewVersion();
        effectOfFirst();
        assertThat(server.coordinator.viewVersion())
                .as("the effect is what the prediction has become")
                .isEqualTo(version);
        assertThat(server.lastBatch().batch()).singleElement().satisfies(second -> {
            assertThat(second.input()).isEqualTo(StringNode.valueOf("id-7"));
            assertThat(second.patches().get(FakeServer.DOC))
                    .isEqualTo(patch(
                            "[{op:'add',path:'/all/id-7/title',value:'x'},{op:'add',path:'/last',value:'id-7'}]"));
        });
    }

    @Test
    void ownDelta_withIdsAndWithoutAck_isEnough() {
        submit("new", "[{op:'add',path:'/all/tmp',value:{id:'tmp'}}]", "tmp");
        submit("tmp", "[{op:'add',path:'/all/tmp/title',value:'x'}]");

        effectOfFirst();

        assertThat(server.view()).isEqualTo(json("{all:{'id-7':{id:'id-7',title:'x'}}}"));
    }

    @Test
    void ownDelta_withIdsThatNothingElseNames_leavesTheRestOfTheQueueAlone() {
        submit("new", "[{op:'add',path:'/all/tmp',value:{id:'tmp'}}]", "tmp");
        submit("other", "[{op:'add',path:'/last',value:1}]");
        long version = server.coordinator.viewVersion();

        effectOfFirst();

        assertThat(server.view()).isEqualTo(json("{all:{'id-7':{id:'id-7'}},last:1}"));
        assertThat(server.coordinator.viewVersion()).as("one step").isEqualTo(version + 1);
        submit("tmp", "[{op:'add',path:'/all/tmp/title',value:'x'}]");
        assertThat(server.view()).isEqualTo(json("{all:{'id-7':{id:'id-7',title:'x'}},last:1}"));
    }

    @Test
    void submit_withATemporaryIdThatIsKnownByNow_usesTheFinalOne() {
        submit("new", "[{op:'add',path:'/all/tmp',value:{id:'tmp'}}]", "tmp");
        effectOfFirst();

        submit("tmp", "[{op:'add',path:'/all/tmp/title',value:'x'}]");

        assertThat(server.view()).isEqualTo(json("{all:{'id-7':{id:'id-7',title:'x'}}}"));
        assertThat(server.lastBatch().batch().get(0).input()).isEqualTo(StringNode.valueOf("id-7"));
    }

    @Test
    void restart_afterIdsWereLearnt_hasTheFinalOnes() {
        submit("new", "[{op:'add',path:'/all/tmp',value:{id:'tmp'}}]", "tmp");
        submit("tmp", "[{op:'add',path:'/all/tmp/title',value:'x'}]");
        effectOfFirst();
        server.session.disconnect();

        FakeServer after = new FakeServer(FakeServer.builder().outbox(store));

        assertThat(after.view()).isEqualTo(json("{all:{'id-7':{id:'id-7',title:'x'}}}"));
        assertThat(after.lastInFlight().batch().get(0).input()).isEqualTo(StringNode.valueOf("id-7"));
    }

    private void effectOfFirst() {
        Origin origin = new Origin(
                "me",
                "e1",
                1,
                ProtocolCodec.hash(server.batches().get(0).batch().get(0)));
        server.say(new Delta(
                4,
                3,
                "s1",
                origin,
                List.of(),
                Map.of(FakeServer.DOC, patch("[{op:'add',path:'/all/id-7',value:{id:'id-7'}}]")),
                FakeServer.START,
                Map.of("tmp", "id-7")));
    }
}
