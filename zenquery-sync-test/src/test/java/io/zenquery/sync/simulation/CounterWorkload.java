package io.zenquery.sync.simulation;

import io.zenquery.sync.atom.Draft;
import io.zenquery.sync.patch.AtomKey;
import io.zenquery.sync.server.MutationCall;
import io.zenquery.sync.server.MutationFunction;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.IntNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.NullNode;

/** What an application would write: a counter that a handler counts up, whatever the client predicted. */
final class CounterWorkload implements Workload {
    private static final AtomKey COUNTER = AtomKey.of("counter");

    @Override
    public Map<AtomKey, JsonNode> documents() {
        return Map.of(COUNTER, JsonNodeFactory.instance.objectNode().put("value", 0));
    }

    @Override
    public List<MutationFunction> handlers() {
        return List.of(new MutationFunction() {
            @Override
            public String name() {
                return "count";
            }

            @Override
            public void handle(MutationCall call) {
                count(call.draft(), call.input().asInt());
            }
        });
    }

    @Override
    public Proposal propose(Draft draft, String tag, RandomGenerator random) {
        int by = 1 + random.nextInt(5);
        count(draft, by);
        return new Proposal("count", IntNode.valueOf(by));
    }

    /** By a handler, or by the patches: then the value goes back to what it was. */
    @Override
    public Proposal undo(String tag, RandomGenerator random) {
        return random.nextBoolean()
                ? new Proposal("count", IntNode.valueOf(-1))
                : new Proposal(null, NullNode.getInstance());
    }

    private static void count(Draft draft, int by) {
        Draft.Atom counter = draft.atom(COUNTER);
        counter.replace("/value", counter.get("/value").asInt() + by);
    }
}
