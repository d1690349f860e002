package io.zenquery.sync.example.client;

import io.zenquery.sync.atom.Draft;
import io.zenquery.sync.patch.Patch;
import io.zenquery.sync.session.MutationReceipt;
import io.zenquery.sync.spring.SyncOperations;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The writes of the board. Each says what it asks of the server (a name and an input) and what it expects (a draft). */
@Component
class TaskBoard {
    static final String ATOM = "tasks";

    private final SyncOperations sync;
    private final ReceiptBook receipts;
    private final Timeline timeline;
    private final Wording wording;
    private final JsonMapper mapper;

    TaskBoard(SyncOperations sync, ReceiptBook receipts, Timeline timeline, Wording wording, JsonMapper mapper) {
        this.sync = sync;
        this.receipts = receipts;
        this.timeline = timeline;
        this.wording = wording;
        this.mapper = mapper;
    }

    long add(String id, String title, @Nullable Integer index) {
        Map<String, Object> input =
                index == null ? Map.of("id", id, "title", title) : Map.of("id", id, "title", title, "index", index);
        return write(
                "task.add",
                input,
                draft -> draft.atom(ATOM).add("/items/" + (index == null ? "-" : index), new Task(id, title, false)));
    }

    long rename(String id, String title) {
        return write(
                "task.rename",
                Map.of("id", id, "title", title),
                draft -> draft.atom(ATOM).replace(item(draft, id) + "/title", title));
    }

    long toggle(String id) {
        return write("task.toggle", Map.of("id", id), draft -> {
            String done = item(draft, id) + "/done";
            draft.atom(ATOM).replace(done, !draft.atom(ATOM).get(done).asBoolean());
        });
    }

    long move(String id, int index) {
        return write(
                "task.move",
                Map.of("id", id, "index", index),
                draft -> draft.atom(ATOM).move(item(draft, id), "/items/" + index));
    }

    long remove(String id) {
        return write("task.remove", Map.of("id", id), draft -> draft.atom(ATOM).remove(item(draft, id)));
    }

    /** A write without a name: the server applies the patches as they are, carried over what happened meanwhile. */
    long patch(List<Patch> patches) {
        return write(null, null, draft -> patches.forEach(draft.atom(ATOM)::apply));
    }

    /** Tries a mutation again that was rejected or handed back. */
    long retry(long clientSeq) {
        String what = sync.failed().stream()
                .filter(failed -> failed.clientSeq() == clientSeq)
                .findFirst()
                .map(failed -> wording.of(failed.name(), failed.input()))
                .orElse("retry #" + clientSeq);
        return keep(what, () -> sync.retry(clientSeq));
    }

    private long write(@Nullable String name, @Nullable Map<String, Object> input, Consumer<Draft> draft) {
        return keep(wording.of(name, mapper.valueToTree(input)), () -> sync.mutate(name, input, draft));
    }

    private long keep(String what, Supplier<MutationReceipt> mutation) {
        MutationReceipt receipt = timeline.note(
                mutation, made -> Timeline.Note.of(Timeline.Kind.MUTATE, "#" + made.clientSeq() + " " + what));
        return receipts.keep(what, receipt);
    }

    private static String item(Draft draft, String id) {
        JsonNode items = draft.atom(ATOM).get("/items");
        for (int i = 0; i < items.size(); i++) {
            if (items.get(i).path("id").asString("").equals(id)) {
                return "/items/" + i;
            }
        }
        throw new NoSuchElementException("expected the id of a task on the board, got \"" + id + "\"");
    }
}
