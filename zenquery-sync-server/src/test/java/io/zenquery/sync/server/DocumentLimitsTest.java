package io.zenquery.sync.server;

import static io.zenquery.sync.server.TestClient.LIST;
import static io.zenquery.sync.server.TestClient.json;
import static io.zenquery.sync.server.TestClient.named;
import static io.zenquery.sync.server.TestClient.patch;
import static io.zenquery.sync.server.TestClient.rejection;
import static org.assertj.core.api.Assertions.assertThat;

import io.zenquery.sync.patch.Patch;
import io.zenquery.sync.protocol.ClientMessage.Mutation;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Documents stay within bounds, whoever writes, and each bound has a code of its own. */
class DocumentLimitsTest {
    private static final DocumentLimits LIMITS = new DocumentLimits(100, 8, 2_000, 1_000);
    private static final String LONG = "'" + "x".repeat(700) + "'";

    private final SyncServer server = TestServers.with("{'a':{'b':[1,2,3]}}")
            .limits(new Limits(10, 100, 100, LIMITS, Duration.ZERO))
            .handlers(List.of(
                    TestServers.handler(
                            "doubling",
                            call -> doubling(40)
                                    .forEach(
                                            operation -> call.draft().atom(LIST).apply(operation))),
                    TestServers.handler(
                            "nesting",
                            call -> nesting(12)
                                    .forEach(
                                            operation -> call.draft().atom(LIST).apply(operation))),
                    TestServers.handler(
                            "many",
                            call -> IntStream.range(0, 99)
                                    .forEach(i -> call.draft().atom(LIST).add("/a/b/-", i)))))
            .build();
    private final TestClient ann = TestClient.of(server, "ann");
    private long last;
    private long base;

    private static List<Patch> doubling(int times) {
        return IntStream.range(0, times)
                .mapToObj(i -> Patch.copy("/a", "/a/" + i))
                .toList();
    }

    private static List<Patch> nesting(int times) {
        return IntStream.range(0, times)
                .mapToObj(i -> Patch.add("/c" + "/c".repeat(i), json("{}")))
                .toList();
    }

    private String decide(Mutation mutation) {
        String code = rejection(ann.send(base, last++, mutation).get(0));
        base = server.state(TestClient.CHANNEL).serverSeq();
        return code.startsWith("Ack") ? "accepted" : code;
    }

    private String decide(Patch... patches) {
        return decide(patch(last + 1, patches));
    }

    private String decide(List<Patch> patches) {
        return decide(patches.toArray(Patch[]::new));
    }

    private static Patch add(String path, String value) {
        return Patch.add(path, json(value));
    }

    @ParameterizedTest
    @ValueSource(ints = {40, 100})
    void copy_ofCopies_isStoppedBeforeItIsLarge(int times) {
        assertThat(decide(doubling(times))).isEqualTo("document-too-many-nodes");
        assertThat(decide(doubling(3))).isEqualTo("accepted");
        assertThat(decide(named(last + 1, "doubling", "null"))).isEqualTo("document-too-many-nodes");
    }

    @Test
    void copy_ofCopiesUnderTheDefaultLimits_isStoppedToo() {
        TestClient bob = TestClient.of(TestServers.with("{'a':{'b':[1,2,3]}}").build(), "bob");

        assertThat(rejection(bob.send(0, 0, patch(1, doubling(1_000).toArray(Patch[]::new)))
                        .get(0)))
                .isEqualTo("document-too-many-nodes");
    }

    @Test
    void copy_inOneBatch_countsWhatEarlierMembersMade() {
        Mutation big = patch(1, add("/big", "'" + "x".repeat(400) + "'"));
        Mutation bigger = patch(2, Patch.copy("/big", "/more"));
        Mutation toomuch = patch(3, Patch.copy("/big", "/x"), Patch.copy("/more", "/x"), Patch.copy("/big", "/x"));
        Mutation small = patch(4, Patch.copy("/a/b/0", "/z"));

        assertThat(ann.send(0, 0, big, bigger, toomuch, small).stream().map(TestClient::rejection))
                .satisfiesExactly(
                        verdict -> assertThat(verdict).startsWith("Ack"),
                        verdict -> assertThat(verdict).startsWith("Ack"),
                        verdict -> assertThat(verdict).isEqualTo("copy-too-large"),
                        verdict -> assertThat(verdict).startsWith("Ack"));
    }

    @Test
    void copy_andRemoveAgainAndAgain_isBoundedByWhatTheDeltaWouldHold() {
        decide(add("/big", LONG));

        assertThat(decide(Patch.copy("/big", "/x"), Patch.remove("/x"), Patch.copy("/big", "/x"), Patch.remove("/x")))
                .isEqualTo("copy-too-large");
    }

    @Test
    void nodes_beyondTheBound_areRejected() {
        assertThat(decide(named(1, "many", "null"))).isEqualTo("document-too-many-nodes");
        assertThat(decide(add("/n", "[" + "1,".repeat(92) + "1]"))).isEqualTo("accepted");
        assertThat(decide(add("/m", "1"))).isEqualTo("document-too-many-nodes");
        assertThat(decide(add("/n", "[]"), add("/m", "1"))).isEqualTo("accepted");
        assertThat(decide(add("/k", "1"))).isEqualTo("accepted");
    }

    @Test
    void depth_beyondTheBound_isRejected() {
        assertThat(decide(add("/d", "[[[[[[[[1]]]]]]]]"))).isEqualTo("document-too-deep");
        assertThat(decide(nesting(8))).isEqualTo("document-too-deep");
        assertThat(decide(named(last + 1, "nesting", "null"))).isEqualTo("document-too-deep");
        assertThat(decide(add("/d", "[[[[[[[1]]]]]]]"))).isEqualTo("accepted");
        assertThat(decide(Patch.move("/d", "/a/d"))).isEqualTo("document-too-deep");
        assertThat(decide(Patch.copy("/d", "/a/d"))).isEqualTo("document-too-deep");
    }

    @Test
    void bytes_beyondTheBound_areRejectedUntilThereIsRoom() {
        assertThat(decide(add("/x", LONG))).isEqualTo("accepted");
        assertThat(decide(add("/y", LONG))).isEqualTo("accepted");
        assertThat(decide(add("/z", LONG))).isEqualTo("document-too-large");
        assertThat(decide(Patch.remove("/x"))).isEqualTo("accepted");
        assertThat(decide(add("/z", LONG))).isEqualTo("accepted");
        assertThat(decide(Patch.replace("/z", json(LONG)))).isEqualTo("accepted");
    }

    @Test
    void bytes_ofOneMutation_areBounded() {
        assertThat(decide(add("/x", LONG), Patch.replace("/x", json(LONG)))).isEqualTo("effect-too-large");
    }

    @Test
    void document_tooLargeAlready_mayBecomeSmaller() {
        server.change(TestClient.CHANNEL, draft -> draft.atom(LIST).add("/many", json("[" + "1,".repeat(200) + "1]")));
        base = 1;

        assertThat(decide(add("/one", "1"))).isEqualTo("document-too-many-nodes");
        assertThat(decide(Patch.remove("/many/0"))).isEqualTo("accepted");
        assertThat(decide(add("/one", "1"), Patch.remove("/many/0"))).isEqualTo("document-too-many-nodes");
        assertThat(decide(Patch.remove("/many/0"), add("/one", "1"))).isEqualTo("accepted");
    }

    @Test
    void size_countedAlongTheWay_neverFallsBelowTheMeasured() {
        for (int i = 0; i < 400; i++) { // moves over members are counted too high, until it is measured
            assertThat(decide(add("/x", "[1,2,3]"), Patch.move("/x", "/y"))).isEqualTo("accepted");
        }
    }
}
