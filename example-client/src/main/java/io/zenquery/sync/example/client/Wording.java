package io.zenquery.sync.example.client;

import io.zenquery.sync.PendingMutation;
import io.zenquery.sync.patch.AtomKey;
import io.zenquery.sync.patch.Patch;
import io.zenquery.sync.patch.PatchFormat;
import io.zenquery.sync.session.MutationRequest;
import io.zenquery.sync.spring.SyncOperations;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** Says in words what a mutation asks for, and what patches do. */
@Component
class Wording {
    private final SyncOperations sync;

    Wording(SyncOperations sync) {
        this.sync = sync;
    }

    /** A mutation in a few words. */
    String of(@Nullable String name, JsonNode input) {
        if (name == null) {
            return "patch the board";
        }
        String task = quoted(titleOf(input.path("id").asString("")));
        return switch (name) {
            case "task.add" -> "add " + quoted(input.path("title").asString(""));
            case "task.rename" ->
                "rename " + task + " to " + quoted(input.path("title").asString(""));
            case "task.toggle" -> "tick or untick " + task;
            case "task.move" ->
                "move " + task + " to place " + (input.path("index").asInt() + 1);
            case "task.remove" -> "remove " + task;
            default -> name;
        };
    }

    String of(PendingMutation mutation) {
        return mutation.mutationInfo() instanceof MutationRequest request
                ? of(request.name(), request.input())
                : of(null, JsonNodeFactory.instance.nullNode());
    }

    /** The task that a mutation is about; null if it does not say. */
    static @Nullable String taskOf(PendingMutation mutation) {
        return mutation.mutationInfo() instanceof MutationRequest request
                ? request.input().path("id").asString(null)
                : null;
    }

    /** The task that the pending mutation of that number is about; null if that is not known any more. */
    @Nullable
    String taskOf(long clientSeq) {
        return sync.pending().stream()
                .filter(mutation -> mutation.clientSeq() == clientSeq)
                .findFirst()
                .map(Wording::taskOf)
                .orElse(null);
    }

    /** A line for each operation. */
    static List<String> lines(Map<AtomKey, List<Patch>> patches) {
        List<String> lines = new ArrayList<>();
        patches.forEach((atom, list) -> list.forEach(patch -> lines.add(line(atom, patch))));
        return lines;
    }

    static String line(AtomKey atom, Patch patch) {
        JsonNode json = PatchFormat.format(List.of(patch)).get(0);
        StringBuilder line = new StringBuilder(json.path("op").asString("")).append(' ');
        if (json.has("from")) {
            line.append(atom).append(json.path("from").asString("")).append(" → ");
        }
        line.append(atom).append(json.path("path").asString(""));
        if (json.has("value")) {
            line.append("  ").append(json.path("value"));
        }
        return line.toString();
    }

    static String quoted(String title) {
        return "“" + title + "”";
    }

    /** The title as the server has it, so that a renamed task is called as others know it; else the one on the board here. */
    private String titleOf(String id) {
        for (JsonNode board : List.of(sync.confirmed(TaskBoard.ATOM), sync.view(TaskBoard.ATOM))) {
            for (JsonNode item : board.path("items").values()) {
                if (item.path("id").asString("").equals(id)) {
                    return item.path("title").asString(id);
                }
            }
        }
        return id;
    }
}
