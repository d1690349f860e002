package io.zenquery.sync.server;

import static io.zenquery.sync.server.TestClient.CHANNEL;
import static io.zenquery.sync.server.TestClient.LIST;
import static io.zenquery.sync.server.TestClient.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.zenquery.sync.PendingMutation;
import io.zenquery.sync.atom.Draft;
import io.zenquery.sync.conflict.ConflictStrategies;
import io.zenquery.sync.patch.AtomKey;
import io.zenquery.sync.patch.Patch;
import io.zenquery.sync.protocol.ServerMessage.Ack;
import io.zenquery.sync.protocol.ServerMessage.Delta;
import io.zenquery.sync.protocol.ServerMessage.Origin;
import io.zenquery.sync.protocol.ServerMessage.Rejection;
import io.zenquery.sync.protocol.ServerMessage.Verdict;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.NullNode;

/**
 * What the client predicts is what the server does, for batches with rejections in the middle, whether the verdicts on those arrive
 * before the deltas of the others or with them: one engine decides on both sides.
 */
class PredictionTest {
    private static final int HISTORIES = 100;
    private static final int STEPS = 80;

    @ParameterizedTest
    @EnumSource(ConflictStrategies.class)
    void ownDelta_afterRejectionsInItsBatch_isThePredictionAndChangesNothing(ConflictStrategies strategy) {
        int predicted = 0;
        int behindRejections = 0;
        for (int seed = 0; seed < HISTORIES; seed++) {
            History history = new History(seed, strategy);
            try {
                history.run();
            } catch (RuntimeException | AssertionError e) {
                throw new AssertionError("seed " + seed + ": " + e.getMessage(), e);
            }
            predicted += history.predicted;
            behindRejections += history.behindRejections;
        }
        assertThat(predicted).as("own deltas compared").isGreaterThan(HISTORIES);
        assertThat(behindRejections).as("with a rejection before them").isGreaterThan(HISTORIES / 4);
    }

    /**
     * A mutation is sent as indices of the view, which do not tell on which side of a removed element an insert stands. So the own delta
     * may move what was inserted, to where the server has it.
     */
    @Test
    void ownDelta_behindARejectedRemovalOfItsNeighbour_mayMoveItsInsert_andEndsAsTheServerHasIt() {
        SyncServer server =
                TestServers.with("[1,2]").handlers(TestServers.handlers()).build();
        SimulatedClient client = connected(server, "client");
        SimulatedClient other = connected(server, "other");
        client.mutate(
                "reject",
                NullNode.getInstance(),
                TestServers.NOW,
                draft -> draft.atom(LIST).remove("/1"));
        client.mutate(
                null,
                NullNode.getInstance(),
                TestServers.NOW,
                draft -> draft.atom(LIST).add("/0", 5));
        other.mutate(
                null,
                NullNode.getInstance(),
                TestServers.NOW,
                draft -> draft.atom(LIST).move("/1", "/0"));
        other.send();
        client.receive(client.topic);
        client.send();
        client.receive(client.replies);
        assertThat(client.store.view(LIST)).isEqualTo(json("[2,5,1]"));

        client.receive(client.topic);

        assertThat(client.coordinator.pendingMutations()).isEmpty();
        assertThat(client.store.view(LIST))
                .isEqualTo(server.state(CHANNEL).documents().get(LIST))
                .isEqualTo(json("[5,2,1]"));
    }

    private static SimulatedClient connected(SyncServer server, String id) {
        SimulatedClient client = new SimulatedClient(server, id, ConflictStrategies.REBASE);
        client.reconnect();
        while (!client.replies.isEmpty()) {
            client.receive(client.replies);
        }
        return client;
    }

    /** One client under observation, another one that changes what it edits, and the server between them. */
    private static final class History {
        private final Random random;
        private final SyncServer server;
        private final SimulatedClient client;
        private final SimulatedClient other;
        private final Set<Long> takers = new HashSet<>();
        private int values = 100;
        private int predicted;
        private int behindRejections;

        History(int seed, ConflictStrategies strategy) {
            random = new Random(seed);
            server = TestServers.with("[{'t':1,'l':[]},{'t':2,'l':[]},3]")
                    .handlers(TestServers.handlers())
                    .build();
            client = new SimulatedClient(server, "client", strategy);
            other = new SimulatedClient(server, "other", ConflictStrategies.REBASE);
        }

        void run() {
            for (SimulatedClient each : List.of(client, other)) {
                each.reconnect();
                drain(each);
            }
            for (int step = 0; step < STEPS; step++) {
                switch (random.nextInt(8)) {
                    case 0, 1, 2 -> mutate(client, true);
                    case 3 -> client.send();
                    case 4 -> {
                        mutate(other, false);
                        other.send();
                        drain(other);
                    }
                    default -> receive();
                }
                assertThat(client.viewLawHolds()).as("view, step %d", step).isTrue();
            }
            settle();
        }

        private void settle() {
            for (int round = 0;
                    round < STEPS && !client.coordinator.pendingMutations().isEmpty();
                    round++) {
                drain(client);
                client.send();
            }
            drain(client);
            assertThat(client.coordinator.pendingMutations()).isEmpty();
            assertThat(client.store.snapshot().view())
                    .isEqualTo(server.state(CHANNEL).documents());
        }

        private void drain(SimulatedClient each) {
            while (!each.topic.isEmpty() || !each.replies.isEmpty()) {
                if (each == client) {
                    receive();
                } else {
                    each.receive(each.replies.isEmpty() ? each.topic : each.replies);
                }
            }
        }

        private void receive() {
            boolean reply = client.topic.isEmpty() || random.nextInt(3) == 0;
            if (reply && !client.replies.isEmpty()) {
                client.receive(client.replies);
            } else if (client.topic.peek() instanceof Delta delta) {
                receive(delta);
            }
        }

        private void receive(Delta delta) {
            Origin origin = delta.origin();
            boolean mine = origin != null && origin.clientId().equals(client.id);
            if (mine && delta.serverSeq() == client.coordinator.confirmedServerSeq() + 1 && random.nextInt(3) > 0) {
                delta.verdicts().forEach(verdict -> {
                    client.replies.addFirst(verdict);
                    client.receive(client.replies);
                });
                if (isByPatches(origin.clientSeq()) && delta.verdicts().stream().noneMatch(this::uncovers)) {
                    receivePredicted(delta, origin.clientSeq());
                    return;
                }
            }
            client.receive(client.topic);
        }

        private void receivePredicted(Delta delta, long clientSeq) {
            assertThat(effect(client.coordinator.pendingPatches(clientSeq))).isEqualTo(delta.patches());
            Map<AtomKey, JsonNode> before = client.store.snapshot().view();
            int ended = client.ended.size();

            client.receive(client.topic);

            if (client.ended.size() == ended + 1) { // no verdict on a later one was waiting for this number
                assertThat(client.store.snapshot().view()).as("no flicker").isEqualTo(before);
            }
            predicted++;
            behindRejections += delta.verdicts().stream().anyMatch(Rejection.class::isInstance) ? 1 : 0;
        }

        /**
         * Whether a verdict brings elements back to the view that a mutation had taken from their places. A later mutation was sent as
         * indices of the view without them: on which side of them it stands, only the client knows.
         */
        private boolean uncovers(Verdict verdict) {
            boolean effect = verdict instanceof Ack ack && ack.delta() != null;
            return !effect && takers.contains(verdict.clientSeq());
        }

        private boolean isByPatches(long clientSeq) {
            return client.coordinator.pendingMutations().stream()
                    .filter(pending -> pending.clientSeq() == clientSeq)
                    .map(PendingMutation::mutationInfo)
                    .anyMatch(info -> String.valueOf(info).contains("name=null"));
        }

        /** What of a prediction a server tells: no tests. */
        private static Map<AtomKey, List<Patch>> effect(Map<AtomKey, List<Patch>> prediction) {
            Map<AtomKey, List<Patch>> effect = new LinkedHashMap<>();
            prediction.forEach((atom, patches) -> effect.put(
                    atom,
                    patches.stream()
                            .filter(patch -> !(patch instanceof Patch.Test))
                            .toList()));
            effect.values().removeIf(List::isEmpty);
            return effect;
        }

        private void mutate(SimulatedClient author, boolean named) {
            if (!author.store.snapshot().view(LIST).isArray()) {
                return;
            }
            String name = !named
                    ? null
                    : switch (random.nextInt(6)) {
                        case 0, 1 -> "reject";
                        case 2 -> "nothing";
                        default -> null;
                    };
            author.mutate(name, NullNode.getInstance(), TestServers.NOW.plusSeconds(random.nextInt(3) - 1), draft -> {
                for (int i = random.nextInt(2); i >= 0; i--) {
                    edit(draft.atom(LIST));
                }
            });
            if (author == client) {
                noteTaker(client.coordinator.pendingMutations());
            }
        }

        private void noteTaker(List<PendingMutation> pending) {
            PendingMutation last = pending.get(pending.size() - 1);
            if (last.optimisticPatches().values().stream()
                    .flatMap(List::stream)
                    .anyMatch(patch -> patch instanceof Patch.Remove || patch instanceof Patch.Move)) {
                takers.add(last.clientSeq());
            }
        }

        private void edit(Draft.Atom list) {
            int size = list.document().size();
            int index = random.nextInt(size + 1);
            if (index == size) {
                list.add("/-", random.nextBoolean() ? json("{'t':" + values++ + ",'l':[]}") : values++);
                return;
            }
            JsonNode element = list.document().get(index);
            String place = "/" + index;
            switch (random.nextInt(8)) {
                case 0 -> list.remove(place);
                case 1 -> list.move(place, "/" + random.nextInt(size));
                case 2 -> list.add(place, values++);
                case 3 -> list.test(place, element).add("/-", values++);
                case 4 -> list.replace(place, values++);
                default -> {
                    if (element.isObject()) {
                        list.add(place + (random.nextBoolean() ? "/t" : "/l/0"), values++);
                    } else {
                        list.copy(place, "/0");
                    }
                }
            }
        }
    }
}
