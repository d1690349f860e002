package io.zenquery.sync.session;

import static io.zenquery.sync.JsonText.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.zenquery.sync.patch.AtomKey;
import io.zenquery.sync.patch.JsonPatch;
import io.zenquery.sync.patch.Patch;
import io.zenquery.sync.protocol.ClientMessage.Mutation;
import io.zenquery.sync.protocol.ProtocolCodec;
import io.zenquery.sync.protocol.ServerMessage.Delta;
import io.zenquery.sync.protocol.ServerMessage.Origin;
import io.zenquery.sync.protocol.ServerMessage.Reason;
import io.zenquery.sync.protocol.ServerMessage.Rejection;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.IntNode;
import tools.jackson.databind.node.NullNode;

/**
 * Law: a session made on the outbox of another one has the same documents, the same view, the same queue and the same failures,
 * whatever happened before.
 */
class SessionRecoveryLawTest {
    private static final int STEPS = 40;

    private final TestStore store = new TestStore();
    private final FakeServer server =
            new FakeServer(FakeServer.builder().outbox(store)).live(0, json("{l:[1,2,3],n:0}"));
    private Random random = new Random();
    private int values = 100;

    @ParameterizedTest
    @ValueSource(longs = {0, 1000, 2000, 3000})
    void restart_anyHistory_isAsBefore(long first) {
        for (long seed = first; seed < first + 50; seed++) {
            SessionRecoveryLawTest history = new SessionRecoveryLawTest();
            history.random = new Random(seed);
            history.run("seed " + seed);
        }
    }

    private void run(String seed) {
        for (int step = 0; step < STEPS; step++) {
            switch (random.nextInt(6)) {
                case 0, 1, 2 -> submit();
                case 3 -> foreign();
                default -> decide();
            }
            if (step % 8 == 7) {
                compare(seed + ", step " + step);
            }
        }
    }

    private void submit() {
        List<Patch> patches = List.of(edit(server.view()));
        server.session.submit(new MutationRequest(
                random.nextBoolean() ? "named" : null,
                NullNode.getInstance(),
                Map.of(FakeServer.DOC, patches),
                server.coordinator.viewVersion()));
    }

    private void foreign() {
        say(null, List.of(edit(server.store.confirmed(FakeServer.DOC))));
    }

    /** The oldest mutation is accepted as predicted, accepted otherwise, or rejected. */
    private void decide() {
        if (server.coordinator.pendingMutations().isEmpty()) {
            return;
        }
        Mutation oldest = server.lastBatch().batch().stream()
                .filter(each -> server.coordinator.pendingMutation(each.clientSeq()) != null)
                .findFirst()
                .orElseThrow();
        switch (random.nextInt(3)) {
            case 0 ->
                server.say(new Rejection(
                        oldest.clientSeq(),
                        server.coordinator.confirmedServerSeq(),
                        "no",
                        Reason.PERMANENT,
                        "said no"));
            case 1 -> say(oldest, List.of(edit(server.store.confirmed(FakeServer.DOC))));
            default ->
                say(
                        oldest,
                        server.coordinator.pendingPatches(oldest.clientSeq()).getOrDefault(FakeServer.DOC, List.of()));
        }
    }

    private void say(@Nullable Mutation own, List<Patch> patches) {
        long head = server.coordinator.confirmedServerSeq();
        Origin origin = own == null ? null : new Origin("me", "e1", own.clientSeq(), ProtocolCodec.hash(own));
        server.say(
                new Delta(head + 1, head, "s1", origin, List.of(), Map.of(FakeServer.DOC, patches), FakeServer.START));
    }

    private Patch edit(JsonNode document) {
        int length = document.get("l").size();
        int index = random.nextInt(length + 1);
        JsonNode value = IntNode.valueOf(values++);
        Patch edit = switch (length == index ? 0 : random.nextInt(5)) {
            case 1 -> Patch.replace("/l/" + index, value);
            case 2 -> Patch.remove("/l/" + index);
            case 3 -> Patch.move("/l/" + index, "/l/" + random.nextInt(length));
            case 4 -> Patch.replace("/n", value);
            default -> Patch.add("/l/" + index, value);
        };
        JsonPatch.apply(document, List.of(edit));
        return edit;
    }

    private void compare(String when) {
        server.advance(Duration.ofMillis(500)); // what the server said is written by now
        FakeServer after = new FakeServer(FakeServer.builder().outbox(store.copy()));

        AtomKey atom = FakeServer.DOC;
        assertThat(after.store.confirmed(atom)).as(when).isEqualTo(server.store.confirmed(atom));
        assertThat(after.view()).as(when).isEqualTo(server.view());
        assertThat(JsonPatch.apply(
                        after.store.confirmed(atom),
                        after.coordinator.getPendingPatches().getOrDefault(atom, List.of())))
                .as(when)
                .isEqualTo(server.view());
        assertThat(after.coordinator.confirmedServerSeq()).as(when).isEqualTo(server.coordinator.confirmedServerSeq());
        assertThat(after.coordinator.pendingMutations().stream().map(each -> each.clientSeq()))
                .as(when)
                .containsExactlyElementsOf(server.coordinator.pendingMutations().stream()
                        .map(each -> each.clientSeq())
                        .toList());
        assertThat(after.session.failed()).as(when).hasSameSizeAs(server.session.failed());
    }
}
