package io.zenquery.sync.example.client;

import io.zenquery.sync.atom.Draft;
import io.zenquery.sync.patch.Patch;
import io.zenquery.sync.session.MutationReceipt;
import io.zenquery.sync.spring.SyncOperations;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/** The writes of the board. Each says what it asks of the server (a name and an input) and what it expects (a draft). */
@Component
class TaskBoard {
    static final String ATOM = "tasks";

    private final SyncOperations sync;
    private final ReceiptBook receipts;

    TaskBoard(SyncOperations sync, ReceiptBook receipts) {
        this.sync = sync;
        this.receipts = receipts;
    }

    long add(String id, String title, @Nullable Integer index) {
        Map<String, Object> input =
                index == null ? Map.of("id", id, "title", title) : Map.of("id", id, "title", title, "index", index);
        return receipts.keep(
                "add " + title,
                sync.mutate(
                        "task.add",
                        input,
                        draft -> draft.atom(ATOM)
                                .add("/items/" + (index == null ? "-" : index), new Task(id, title, false))));
    }

    long rename(String id, String title) {
        return receipts.keep(
                "rename to " + title,
                sync.mutate(
                        "task.rename",
                        Map.of("id", id, "title", title),
                        draft -> draft.atom(ATOM).replace(item(draft, id) + "/title", title)));
    }

    long toggle(String id) {
        return receipts.keep("toggle", sync.mutate("task.toggle", Map.of("id", id), draft -> {
            String done = item(draft, id) + "/done";
            draft.atom(ATOM).replace(done, !draft.atom(ATOM).get(done).asBoolean());
        }));
    }

    long move(String id, int index) {
        return receipts.keep(
                "move to " + index,
                sync.mutate(
                        "task.move",
                        Map.of("id", id, "index", index),
                        draft -> draft.atom(ATOM).move(item(draft, id), "/items/" + index)));
    }

    long remove(String id) {
        return receipts.keep(
                "remove",
                sync.mutate(
                        "task.remove",
                        Map.of("id", id),
                        draft -> draft.atom(ATOM).remove(item(draft, id))));
    }

    /** A write without a name: the server applies the patches as they are, carried over what happened meanwhile. */
    long patch(List<Patch> patches) {
        MutationReceipt receipt = sync.mutate(draft -> patches.forEach(draft.atom(ATOM)::apply));
        return receipts.keep("patch", receipt);
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
