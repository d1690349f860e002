package io.zenquery.sync.benchmarks;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The texts that subjects work on: a to-do document, mutations of two operations each, and what the server sends. One item of
 * ten is never touched by a mutation; the mutations are spread evenly over the others, each touching two that are far apart.
 *
 * @param items how many items the document has; 1,000 make 120 KB. A multiple of ten where there are mutations
 */
record Workload(int items) {
    private static final JsonMapper MAPPER = JsonMapper.shared();
    /** A prime, so that steps of this size pass through all items. */
    private static final long STRIDE = 7919;

    /** A text as JSON. */
    static JsonNode parse(String text) {
        return MAPPER.readTree(text);
    }

    /** The document: <code>{"items": […]}</code>. */
    String document() {
        return IntStream.range(0, items)
                .mapToObj(i -> item("task-" + i))
                .collect(Collectors.joining(",", "{\"items\":[", "]}"));
    }

    /** Mutations 1 to {@code count}. */
    List<String> mutations(int count) {
        return LongStream.rangeClosed(1, count).mapToObj(this::mutation).toList();
    }

    /** Mutation {@code number}: ticks one item off and renames another. */
    String mutation(long number) {
        return "[{\"op\":\"replace\",\"path\":\"/items/" + touched(2 * number) + "/done\",\"value\":"
                + (number % 2 == 1)
                + "},{\"op\":\"replace\",\"path\":\"/items/" + renamedBy(number)
                + "/title\",\"value\":\"renamed by mutation "
                + number + "\"}]";
    }

    /** The item that mutation {@code number} renames. */
    int renamedBy(long number) {
        return touched(2 * number + 1);
    }

    /** An item that no mutation touches. */
    int untouched(long k) {
        return (int) (k % (items / 10)) * 10 + 5;
    }

    /** The server's change {@code serverSeq}, with some patches. */
    static String delta(long serverSeq, String patches) {
        return "{\"serverSeq\":" + serverSeq + ",\"patches\":" + patches + "}";
    }

    /** The server's change {@code serverSeq}: the effect of mutation {@code origin}. */
    static String ownDelta(long serverSeq, long origin, String patches) {
        return "{\"serverSeq\":" + serverSeq + ",\"origin\":" + origin + ",\"patches\":" + patches + "}";
    }

    static String ack(long clientSeq, long serverSeq) {
        return "{\"clientSeq\":" + clientSeq + ",\"serverSeq\":" + serverSeq + "}";
    }

    static String rejection(long clientSeq) {
        return "{\"clientSeq\":" + clientSeq + ",\"code\":\"not-allowed\"}";
    }

    static String replaceTitle(int item, String title) {
        return "[{\"op\":\"replace\",\"path\":\"/items/" + item + "/title\",\"value\":\"" + title + "\"}]";
    }

    static String insertFirst(String id) {
        return "[{\"op\":\"add\",\"path\":\"/items/0\",\"value\":" + item(id) + "}]";
    }

    static String removeFirst() {
        return "[{\"op\":\"remove\",\"path\":\"/items/0\"}]";
    }

    private static String item(String id) {
        return "{\"id\":\"" + id + "\",\"title\":\"buy a bottle of milk and a loaf of bread\",\"done\":false,"
                + "\"owner\":\"anna\",\"priority\":3,\"tags\":[\"home\"]}";
    }

    private int touched(long k) {
        int nth = (int) (k * STRIDE % (items / 10 * 9L));
        int place = nth % 9;
        return nth / 9 * 10 + (place < 5 ? place : place + 1);
    }
}
