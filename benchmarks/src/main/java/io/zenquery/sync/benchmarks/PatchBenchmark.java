package io.zenquery.sync.benchmarks;

import com.flipkart.zjsonpatch.Jackson3JsonPatch;
import io.zenquery.sync.patch.Json;
import io.zenquery.sync.patch.JsonPatch;
import io.zenquery.sync.patch.Patch;
import io.zenquery.sync.patch.PatchFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import tools.jackson.databind.JsonNode;

/**
 * Five operations applied to a document, patch and document parsed before. Both leave the document as it was, zjsonpatch by a
 * deep copy first; its {@code applyInPlace} would change a document that others read.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@State(Scope.Thread)
public class PatchBenchmark {
    private static final String PATCH = """
            [{"op": "test", "path": "/items/3/id", "value": "task-3"},
             {"op": "replace", "path": "/items/3/title", "value": "buy two bottles of milk"},
             {"op": "add", "path": "/items/0", "value": {"id": "new", "title": "call ben", "done": false}},
             {"op": "remove", "path": "/items/5/tags"},
             {"op": "move", "from": "/items/2", "path": "/items/6"}]
            """;

    /** 8 make a document of 1 KB, 800 one of 100 KB. */
    @Param({"8", "800"})
    int items;

    private JsonNode patch = Json.ABSENT;
    private JsonNode document = Json.ABSENT;
    private List<Patch> parsedPatch = List.of();
    private JsonNode frozenDocument = Json.ABSENT;

    /** Parses everything. */
    @Setup
    public void parse() {
        patch = Workload.parse(PATCH);
        document = Workload.parse(new Workload(items).document());
        parsedPatch = PatchFormat.parse(patch);
        frozenDocument = Json.freeze(document);
    }

    /** Ours. */
    @Benchmark
    public JsonNode zenquery() {
        return JsonPatch.apply(frozenDocument, parsedPatch);
    }

    /** The library. */
    @Benchmark
    public JsonNode zjsonpatch() {
        return Jackson3JsonPatch.apply(patch, document);
    }
}
