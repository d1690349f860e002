package io.zenquery.sync.server;

import static io.zenquery.sync.server.TestClient.CHANNEL;
import static io.zenquery.sync.server.TestClient.LIST;
import static io.zenquery.sync.server.TestClient.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.zenquery.sync.atom.Draft;
import io.zenquery.sync.conflict.ConflictStrategies;
import io.zenquery.sync.patch.JsonPatch;
import io.zenquery.sync.protocol.ServerMessage;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.NullNode;

/** Random histories of several clients and a server: lost connections, late messages, a short log. */
class ConvergenceTest {
    private static final int HISTORIES = 300;
    private static final int STEPS = 80;

    @ParameterizedTest
    @ValueSource(ints = {4, 10_000})
    void histories_healed_endWithEveryViewAsTheServersState(int retention) {
        run(retention, false);
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 10_000})
    void historiesWithUndoAndRedo_healed_endWithEveryViewAsTheServersState(int retention) {
        assertThat(run(retention, true)).isGreaterThan(HISTORIES * 3);
    }

    private static int run(int retention, boolean undoing) {
        int undone = 0;
        for (int seed = 0; seed < HISTORIES; seed++) {
            try {
                History history = new History(seed, retention, undoing);
                history.run();
                undone += history.undone;
            } catch (RuntimeException | AssertionError e) {
                throw new AssertionError("seed " + seed + ", retention " + retention + ": " + e.getMessage(), e);
            }
        }
        return undone;
    }

    private static final class History {
        private final Random random;
        private final Random undos;
        private final boolean undoing;
        int undone;
        private final SyncServer server;
        private final List<SimulatedClient> clients = new ArrayList<>();
        private final JsonNode initial = json("[{'t':1,'l':[]},{'t':2,'l':[]},3]");
        private JsonNode folded = initial;
        private int values = 100;

        History(int seed, int retention, boolean undoing) {
            random = new Random(seed);
            undos = new Random(seed * 31L + 7);
            this.undoing = undoing;

            server = TestServers.with(initial.toString())
                    .handlers(TestServers.handlers())
                    .limits(new Limits(4, 100, retention))
                    .build();
            server.addListener((channel, delta) ->
                    folded = JsonPatch.apply(folded, delta.patches().get(LIST)));
            for (int i = 0; i < 3; i++) {
                ConflictStrategies[] all = ConflictStrategies.values();
                clients.add(new SimulatedClient(server, "client-" + i, all[random.nextInt(all.length)]));
            }
        }

        void run() {
            clients.forEach(SimulatedClient::reconnect);
            for (int step = 0; step < STEPS; step++) {
                SimulatedClient client = clients.get(random.nextInt(clients.size()));
                act(client);
                assertThat(client.viewLawHolds())
                        .as("%s, step %d", client.id, step)
                        .isTrue();
            }
            for (int round = 0; round < (undoing ? 40 : 6); round++) {
                for (SimulatedClient client : clients) {
                    client.reconnect();
                    drain(client);
                    client.send();
                    drain(client);
                }
            }
            clients.forEach(this::drain);
            Map<?, ?> expected = server.state(CHANNEL).documents();
            assertThat(Map.of(LIST, folded)).as("the log adds up").isEqualTo(expected);
            for (SimulatedClient client : clients) {
                assertThat(client.coordinator.pendingMutations()).as(client.id).isEmpty();
                assertThat(client.store.snapshot().confirmed()).as(client.id).isEqualTo(expected);
                assertThat(client.store.snapshot().view()).as(client.id).isEqualTo(expected);
                assertThat(client.ended).as(client.id).doesNotHaveDuplicates().hasSize((int) client.made);
            }
        }

        private void drain(SimulatedClient client) {
            while (!client.topic.isEmpty() || !client.replies.isEmpty()) {
                client.receive(client.replies.isEmpty() ? client.topic : client.replies);
                assertThat(client.viewLawHolds()).as("%s, draining", client.id).isTrue();
            }
        }

        private void act(SimulatedClient client) {
            if (undoing && client.made > 0 && undos.nextInt(5) == 0) {
                long any = 1 + undos.nextInt((int) client.made);
                undone += client.undo(any, TestServers.NOW) ? 1 : 0;
            }
            switch (random.nextInt(20)) {
                case 0 -> client.reconnect();
                case 1, 2, 3, 4, 5, 6 -> mutate(client);
                case 7, 8, 9 -> client.send();
                default -> {
                    Deque<ServerMessage> from = random.nextBoolean() ? client.topic : client.replies;
                    if (!from.isEmpty()) {
                        client.receive(from);
                    }
                }
            }
        }

        private void mutate(SimulatedClient client) {
            if (!client.store.snapshot().view(LIST).isArray()) {
                return;
            }
            String name = List.of("", "", "", "", "append", "reject", "nothing").get(random.nextInt(7));
            JsonNode input = name.equals("append") ? json("{'name':'x" + values++ + "'}") : NullNode.getInstance();
            client.mutate(
                    name.isEmpty() ? null : name, input, TestServers.NOW.plusSeconds(random.nextInt(3) - 1), draft -> {
                        int edits = 1 + random.nextInt(2);
                        for (int i = 0; i < edits; i++) {
                            edit(draft.atom(LIST));
                        }
                    });
        }

        private void edit(Draft.Atom list) {
            int size = list.document().size();
            int index = random.nextInt(size + 1);
            if (size < 2 || index == size) {
                list.add("/" + index, random.nextBoolean() ? json("{'t':" + values++ + ",'l':[1]}") : values++);
                return;
            }
            JsonNode element = list.document().get(index);
            switch (random.nextInt(7)) {
                case 0 -> list.remove("/" + index);
                case 1 -> list.move("/" + index, "/" + random.nextInt(size));
                case 2 -> list.add("/" + index, values++);
                case 3 -> list.test("/" + index, element).add("/-", values++);
                case 4 -> list.copy("/" + index, "/0");
                default -> {
                    if (element.isObject() && element.path("l").isArray()) {
                        if (random.nextBoolean()) {
                            list.add("/" + index + "/t", values++);
                        } else {
                            list.add("/" + index + "/l/-", values++);
                        }
                    } else {
                        list.replace("/" + index, values++);
                    }
                }
            }
        }
    }
}
