package io.zenquery.sync.example.client;

import io.zenquery.sync.atom.AtomStore;
import io.zenquery.sync.patch.AtomKey;
import io.zenquery.sync.patch.Json;
import io.zenquery.sync.spring.SyncOperations;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/** What a page shows beside the timeline. */
@Component
class PageStates {
    /** The server's rules, which it shares with its clients as any other document. */
    static final AtomKey RULES = AtomKey.of("rules");

    private static final AtomKey TASKS = AtomKey.of(TaskBoard.ATOM);

    private final SyncOperations sync;
    private final Network network;
    private final WireNotes wire;
    private final Wording wording;

    PageStates(SyncOperations sync, Network network, WireNotes wire, Wording wording) {
        this.sync = sync;
        this.network = network;
        this.wire = wire;
        this.wording = wording;
    }

    /**
     * A mutation without a verdict.
     *
     * @param task the task that it is about; null if it does not say
     * @param sent whether it was sent since this process began
     */
    record Pending(long clientSeq, String what, @Nullable String task, boolean sent) {}

    /** A mutation that was rejected or handed back, and is kept. */
    record Failed(long clientSeq, String what, String code, String message) {}

    /**
     * All of it.
     *
     * @param view the board as it shows here; null before the first connection
     * @param confirmed the board as the server confirmed it; null before the first connection
     * @param rejecting whether the server rejects what this client writes, as far as is known here
     * @param latencyMillis in each direction
     */
    record PageState(
            String clientId,
            String connection,
            long serverSeq,
            @Nullable JsonNode view,
            @Nullable JsonNode confirmed,
            List<Pending> pending,
            List<Failed> failed,
            boolean rejecting,
            long latencyMillis) {}

    PageState now() {
        AtomStore.Snapshot snapshot = sync.snapshot();
        JsonNode rules = snapshot.confirmed().getOrDefault(RULES, Json.ABSENT);
        return new PageState(
                sync.clientId(),
                sync.state().name(),
                sync.confirmedServerSeq(),
                orNull(snapshot.view(TASKS)),
                orNull(snapshot.confirmed().getOrDefault(TASKS, Json.ABSENT)),
                sync.pending().stream()
                        .map(mutation -> new Pending(
                                mutation.clientSeq(),
                                wording.of(mutation),
                                Wording.taskOf(mutation),
                                mutation.clientSeq() <= wire.sentUpTo()))
                        .toList(),
                sync.failed().stream()
                        .map(failed -> new Failed(
                                failed.clientSeq(),
                                wording.of(failed.name(), failed.input()),
                                failed.code(),
                                failed.message()))
                        .toList(),
                rules.path("readOnly").path(sync.clientId()).asBoolean(false),
                network.latency().toMillis());
    }

    static @Nullable JsonNode orNull(JsonNode document) {
        return Json.isAbsent(document) ? null : document;
    }
}
