package io.zenquery.sync.benchmarks;

import io.zenquery.sync.CoordinatorBuilder;
import io.zenquery.sync.OptimisticSyncCoordinator;
import io.zenquery.sync.PendingMutation;
import io.zenquery.sync.ServerDeltaMessage;
import io.zenquery.sync.atom.AtomStore;
import io.zenquery.sync.conflict.ConflictStrategies;
import io.zenquery.sync.patch.AtomKey;
import io.zenquery.sync.patch.JsonPatch;
import io.zenquery.sync.patch.Patch;
import io.zenquery.sync.patch.PatchFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import tools.jackson.databind.JsonNode;

/**
 * One member of an object with 10,000 members changed: by a patch that was parsed before, and by a delta from JSON text in to the
 * member read from the view, while a mutation of another member is pending.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@State(Scope.Thread)
public class WideObjectBenchmark {
    private static final AtomKey ATOM = AtomKey.of("wide");
    private static final JsonNode DOCUMENT = Workload.parse(IntStream.range(0, 10_000)
            .mapToObj(i -> "\"member-" + i + "\":\"value " + i + "\"")
            .collect(Collectors.joining(",", "{", "}")));
    private static final List<Patch> REPLACE =
            patch("[{\"op\":\"replace\",\"path\":\"/member-5000\",\"value\":\"new\"}]");
    private static final List<Patch> ADD = patch("[{\"op\":\"add\",\"path\":\"/member-x\",\"value\":\"new\"}]");
    private static final List<Patch> REMOVE = patch("[{\"op\":\"remove\",\"path\":\"/member-5000\"}]");

    private final AtomStore store = new AtomStore(Map.of(ATOM, DOCUMENT));
    private final OptimisticSyncCoordinator coordinator =
            new CoordinatorBuilder().stateLayer(store).build();
    private final JsonNode document = store.confirmed(ATOM);
    private long serverSeq;

    /** A queue of one mutation. */
    public WideObjectBenchmark() {
        Map<AtomKey, List<Patch>> mutation =
                Map.of(ATOM, patch("[{\"op\":\"replace\",\"path\":\"/member-1\",\"value\":\"mine\"}]"));
        coordinator.registerPendingMutation(new PendingMutation(coordinator.generateClientSeq(), null, mutation));
    }

    /** Replaces a value. */
    @Benchmark
    public JsonNode replace() {
        return JsonPatch.apply(document, REPLACE);
    }

    /** Adds a member. */
    @Benchmark
    public JsonNode add() {
        return JsonPatch.apply(document, ADD);
    }

    /** Removes a member. */
    @Benchmark
    public JsonNode remove() {
        return JsonPatch.apply(document, REMOVE);
    }

    /** A delta that replaces a value; making its text is part of the figure. */
    @Benchmark
    public JsonNode delta() {
        serverSeq++;
        String text = "[{\"op\":\"replace\",\"path\":\"/member-5000\",\"value\":\"delta " + serverSeq + "\"}]";
        coordinator.processServerDelta(
                ServerDeltaMessage.of(serverSeq, Map.of(ATOM, patch(text))), ConflictStrategies.REBASE);
        return store.view(ATOM).required("member-5000");
    }

    private static List<Patch> patch(String text) {
        return PatchFormat.parse(Workload.parse(text));
    }
}
