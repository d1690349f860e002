package io.zenquery.sync.test.assertj;

import io.zenquery.sync.PendingMutation;
import io.zenquery.sync.patch.Json;
import io.zenquery.sync.session.FailedMutation;
import io.zenquery.sync.session.MutationRequest;
import io.zenquery.sync.spring.SyncOperations;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Texts for people who look for why an assertion failed. */
final class Described {
    private static final int MOST_LISTED = 10;
    private static final int LONGEST_JSON = 2_000;

    private Described() {}

    /** A document as JSON; a long one is cut, with its length. */
    static String json(JsonNode document) {
        if (Json.isAbsent(document)) {
            return "(no document)";
        }
        String text = document.toString();
        return text.length() <= LONGEST_JSON
                ? text
                : text.substring(0, LONGEST_JSON) + "... (" + text.length() + " characters)";
    }

    /** Where the session is, and what is pending and failed. */
    static String session(SyncOperations sync) {
        return "session %s, confirmed up to %d".formatted(sync.state(), sync.confirmedServerSeq())
                + list("pending", sync.pending(), Described::pending)
                + list("failed", sync.failed(), Described::failed);
    }

    private static <T> String list(String title, List<T> all, Function<T, String> line) {
        String lines = all.stream()
                .limit(MOST_LISTED)
                .map(each -> "%n  ".formatted() + line.apply(each))
                .collect(Collectors.joining());
        String rest = all.size() <= MOST_LISTED ? "" : "%n  and %d more".formatted(all.size() - MOST_LISTED);
        return "%n%s: %d".formatted(title, all.size()) + lines + rest;
    }

    private static String pending(PendingMutation mutation) {
        String what = mutation.mutationInfo() instanceof MutationRequest request
                ? named(request.name()) + " " + json(request.input())
                : String.valueOf(mutation.mutationInfo());
        return "#" + mutation.clientSeq() + " " + what + " " + mutation.optimisticPatches();
    }

    private static String failed(FailedMutation failed) {
        return "#" + failed.clientSeq() + " " + named(failed.name()) + " " + json(failed.input()) + " " + failed.code()
                + ": " + failed.message();
    }

    private static String named(@Nullable String name) {
        return name == null ? "(default handler)" : name;
    }
}
