package io.zenquery.sync.autoconfigure.server;

import static io.zenquery.sync.autoconfigure.server.StompTestClient.next;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zenquery.sync.patch.Patch;
import io.zenquery.sync.protocol.ClientMessage.Mutation;
import io.zenquery.sync.protocol.ClientMessage.MutationBatch;
import io.zenquery.sync.protocol.ClientMessage.Resume;
import io.zenquery.sync.protocol.ServerMessage.Ack;
import io.zenquery.sync.protocol.ServerMessage.Delta;
import io.zenquery.sync.protocol.ServerMessage.Problem;
import io.zenquery.sync.protocol.ServerMessage.ProblemCode;
import io.zenquery.sync.protocol.ServerMessage.Welcome;
import io.zenquery.sync.server.SyncServer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.node.IntNode;
import tools.jackson.databind.node.NullNode;

/** What those try who are logged in, and may not. */
@SpringBootTest(
        classes = SecuredApplication.class,
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {
            SecuredApplication.SECURITY_ON,
            "server.address=127.0.0.1",
            "zenquery.sync.server.head-interval=1h",
            "zenquery.sync.server.recheck-interval=50ms"
        })
class HostileUserTest {
    private final String channel = "c-" + UUID.randomUUID();

    @LocalServerPort
    private int port;

    @Autowired
    private SyncServer server;

    @Autowired
    private SecuredApplication.Permissions permissions;

    private StompTestClient ann;
    private StompTestClient bob;
    private StompTestClient eve;

    @BeforeEach
    void connect() throws Exception {
        permissions.reset();
        ann = StompTestClient.as("ann", port, "/zenquery");
        bob = StompTestClient.as("bob", port, "/zenquery");
        eve = StompTestClient.as("eve", port, "/zenquery");
        ann.subscribe(channel);
        bob.subscribe(channel);
        eve.subscribe(channel);
    }

    @AfterEach
    void disconnect() {
        ann.close();
        bob.close();
        eve.close();
    }

    private void resume(StompTestClient client, String clientId) {
        client.send("/app/zenquery/" + channel + "/resume", new Resume(clientId, "1", null, 0, null, null));
    }

    private Welcome welcomed(StompTestClient client, String clientId) throws InterruptedException {
        resume(client, clientId);
        Welcome welcome = (Welcome) next(client.answers);
        next(client.answers); // the snapshot
        return welcome;
    }

    private void submit(StompTestClient client, String fence) {
        Mutation mutation = new Mutation(
                1,
                null,
                NullNode.getInstance(),
                Map.of(SecuredApplication.LIST, List.of(Patch.add("/-", IntNode.valueOf(1)))),
                Map.of(),
                null);
        client.send("/app/zenquery/" + channel + "/mutations", new MutationBatch(fence, 0, 0, List.of(mutation)));
    }

    private static ProblemCode problem(StompTestClient client) throws InterruptedException {
        return ((Problem) next(client.answers)).code();
    }

    @Test
    void handshake_withoutALogin_isRefused() throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/zenquery"))
                .build();
        assertThat(HttpClient.newHttpClient()
                        .send(request, HttpResponse.BodyHandlers.discarding())
                        .statusCode())
                .isEqualTo(401);
        assertThatThrownBy(() -> new StompTestClient(port, "/zenquery"))
                .hasStackTraceContaining("The HTTP request to initiate the WebSocket connection");
    }

    @Test
    void write_whoMayOnlyRead_isForbiddenAndHearsWhatOthersWrite() throws InterruptedException {
        Welcome bobs = welcomed(bob, "bob-1");
        Welcome anns = welcomed(ann, "ann-1");

        submit(bob, bobs.fence());
        assertThat(problem(bob)).isEqualTo(ProblemCode.FORBIDDEN);
        submit(ann, anns.fence());

        assertThat(next(ann.answers)).isInstanceOf(Ack.class);
        assertThat(((Delta) next(bob.topic)).serverSeq()).isEqualTo(1);
        assertThat(server.state(channel).documents().get(SecuredApplication.LIST))
                .hasSize(1);
    }

    @Test
    void read_whoMayNot_isToldAndHearsNothing() throws InterruptedException {
        resume(eve, "eve-1");
        assertThat(problem(eve)).isEqualTo(ProblemCode.FORBIDDEN);
        welcomed(bob, "bob-1"); // so that he has subscribed

        submit(ann, welcomed(ann, "ann-1").fence());
        next(ann.answers);
        next(bob.topic); // it has been published to all
        resume(eve, "eve-1");
        assertThat(problem(eve)).isEqualTo(ProblemCode.FORBIDDEN);
        assertThat(eve.topic).isEmpty();
        assertThat(eve.answers).isEmpty();
    }

    @Test
    void clientId_ofSomebodyElse_isForbiddenOnAnyConnection() throws Exception {
        Welcome anns = welcomed(ann, "kiosk");

        resume(bob, "kiosk");
        assertThat(problem(bob)).isEqualTo(ProblemCode.FORBIDDEN);

        submit(ann, anns.fence()); // her fence is still good
        assertThat(next(ann.answers)).isInstanceOf(Ack.class);
        try (StompTestClient again = StompTestClient.as("ann", port, "/zenquery")) {
            again.subscribe(channel);
            welcomed(again, "kiosk");
        }
    }

    @Test
    void fence_ofSomebodyElse_isStale() throws InterruptedException {
        Welcome anns = welcomed(ann, "ann-1");
        permissions.writers.add("bob");
        welcomed(bob, "bob-1");

        submit(bob, anns.fence());

        assertThat(problem(bob)).isEqualTo(ProblemCode.STALE_FENCE);
        assertThat(server.state(channel).serverSeq()).isZero();
    }

    @Test
    void write_revoked_isForbiddenFromTheNextMessageOn() throws InterruptedException {
        Welcome anns = welcomed(ann, "ann-1");
        permissions.writers.remove("ann");

        submit(ann, anns.fence());

        assertThat(problem(ann)).isEqualTo(ProblemCode.FORBIDDEN);
        assertThat(server.state(channel).serverSeq()).isZero();
    }

    @Test
    void read_revoked_endsTheStream() throws Exception {
        welcomed(bob, "bob-1");

        permissions.readers.remove("bob");

        assertThat(bob.errors.poll(20, TimeUnit.SECONDS)).contains("forbidden", channel, "revoked");
        assertThat(bob.lost.await(20, TimeUnit.SECONDS)).isTrue();
        submit(ann, welcomed(ann, "ann-1").fence());
        assertThat(next(ann.answers)).isInstanceOf(Ack.class);
        assertThat(bob.topic).isEmpty();
        try (StompTestClient again = StompTestClient.as("bob", port, "/zenquery")) {
            again.subscribe(channel);
            resume(again, "bob-1");
            assertThat(problem(again)).isEqualTo(ProblemCode.FORBIDDEN);
        }
    }

    @Test
    void authorizer_thatFails_letsNothingInAndKeepsWhoIsThere() throws Exception {
        Welcome anns = welcomed(ann, "ann-1");
        permissions.broken = true;

        submit(ann, anns.fence());
        assertThat(problem(ann)).isEqualTo(ProblemCode.TRY_LATER);
        resume(ann, "ann-1");
        assertThat(problem(ann)).isEqualTo(ProblemCode.TRY_LATER);

        permissions.broken = false;
        submit(ann, anns.fence());
        assertThat(next(ann.answers)).isInstanceOf(Ack.class);
        assertThat(next(ann.topic)).isInstanceOf(Delta.class);
    }
}
