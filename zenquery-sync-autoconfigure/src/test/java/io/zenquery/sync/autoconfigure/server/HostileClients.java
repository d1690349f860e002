package io.zenquery.sync.autoconfigure.server;

import static io.zenquery.sync.autoconfigure.server.StompTestClient.next;
import static org.assertj.core.api.Assertions.assertThat;

import io.zenquery.sync.patch.AtomKey;
import io.zenquery.sync.patch.Patch;
import io.zenquery.sync.protocol.ClientMessage.Mutation;
import io.zenquery.sync.protocol.ClientMessage.MutationBatch;
import io.zenquery.sync.protocol.ClientMessage.Resume;
import io.zenquery.sync.protocol.ServerMessage.Ack;
import io.zenquery.sync.protocol.ServerMessage.Rejection;
import io.zenquery.sync.protocol.ServerMessage.Welcome;
import io.zenquery.sync.server.InitialDocuments;
import io.zenquery.sync.server.SyncServer;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.NullNode;

/** Eve tries everything that a client can without a login; ann goes on as if she were not there. */
@SpringBootTest(
        classes = HostileClients.Application.class,
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {
            "server.address=127.0.0.1",
            "zenquery.sync.server.max-frame-size=16KB",
            "zenquery.sync.server.head-interval=1h",
            "zenquery.sync.server.max-batch=5",
            "zenquery.sync.server.max-patches=50",
            "zenquery.sync.server.max-document-nodes=300",
            "zenquery.sync.server.max-document-depth=20",
            "zenquery.sync.server.max-document-size=8KB",
            "zenquery.sync.server.max-subscriptions=6",
            "zenquery.sync.server.max-messages-per-second=100",
            "zenquery.sync.server.receive-buffer-size=1MB"
        })
abstract class HostileClients {
    static final AtomKey DOC = AtomKey.of("doc");
    private static final String INITIAL = "{\"a\":{\"b\":[1,2,3]}}";

    final String channel = "c-" + UUID.randomUUID();

    @LocalServerPort
    int port;

    @Autowired
    SyncServer server;

    StompTestClient ann;
    StompTestClient eve;
    Welcome annsWelcome;
    Welcome evesWelcome;

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Application {
        @Bean
        InitialDocuments documents() {
            return name -> Map.of(DOC, JsonMapper.shared().readTree(INITIAL));
        }
    }

    @BeforeEach
    void connect() throws Exception {
        ann = new StompTestClient(port, "/zenquery");
        eve = new StompTestClient(port, "/zenquery");
        ann.subscribe(channel);
        eve.subscribe(channel);
        annsWelcome = resume(ann, "ann");
        evesWelcome = resume(eve, "eve");
    }

    @AfterEach
    void disconnect() {
        ann.close();
        eve.close();
    }

    Welcome resume(StompTestClient client, String id) throws InterruptedException {
        client.send("/app/zenquery/" + channel + "/resume", new Resume(id, "1", null, 0, null, null));
        Welcome welcome = (Welcome) next(client.answers);
        next(client.answers); // the snapshot
        return welcome;
    }

    void submit(StompTestClient client, String fence, Mutation... batch) {
        client.send("/app/zenquery/" + channel + "/mutations", new MutationBatch(fence, 0, 0, List.of(batch)));
    }

    static Mutation patches(long clientSeq, List<Patch> patches) {
        return new Mutation(clientSeq, null, NullNode.getInstance(), Map.of(DOC, patches), Map.of(), null);
    }

    static JsonNode json(String text) {
        return JsonMapper.shared().readTree(text);
    }

    void assertRejected(List<Patch> patches, String code) throws InterruptedException {
        submit(eve, evesWelcome.fence(), patches(1, patches));

        assertThat(((Rejection) next(eve.answers)).code()).isEqualTo(code);
        assertNothingHappened();
    }

    void assertEnded(String said) throws InterruptedException {
        assertThat(eve.errors.poll(20, TimeUnit.SECONDS)).contains(said);
        assertThat(eve.lost.await(20, TimeUnit.SECONDS)).isTrue();
        assertNothingHappened();
    }

    /** The documents are as they were, ann has heard nothing, and her own writes go through. */
    void assertNothingHappened() throws InterruptedException {
        assertThat(server.state(channel).documents()).containsEntry(DOC, json(INITIAL));
        assertThat(ann.topic).isEmpty();
        assertThat(ann.answers).isEmpty();
        submit(ann, annsWelcome.fence(), patches(1, List.of(Patch.add("/ann", json("1")))));
        assertThat(next(ann.answers)).isInstanceOf(Ack.class);
    }
}
