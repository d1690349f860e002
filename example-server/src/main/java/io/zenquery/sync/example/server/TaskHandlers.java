package io.zenquery.sync.example.server;

import io.zenquery.sync.atom.Draft;
import io.zenquery.sync.server.MutationCall;
import io.zenquery.sync.server.RejectMutationException;
import io.zenquery.sync.server.annotation.MutationHandler;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/** What can be done to the board, by name. Each works on the board as it is now, whatever the client saw. */
@Component
class TaskHandlers {
    static final String ATOM = "tasks";
    private static final int LONGEST_TITLE = 80;

    record NewTask(
            @Nullable String id,
            @Nullable String title,
            @Nullable Integer index) {}

    record Title(String id, @Nullable String title) {}

    record Position(String id, int index) {}

    record TaskId(String id) {}

    @MutationHandler("task.add")
    void add(NewTask task, MutationCall call) {
        Draft.Atom board = board(call);
        if (task.id() == null || task.id().isBlank()) {
            throw new RejectMutationException("id-empty", "a task needs an id");
        }
        JsonNode items = board.get("/items");
        if (indexOf(items, task.id()) >= 0) {
            throw new RejectMutationException("duplicate-id", "the board has a task " + task.id() + " already");
        }
        String place = task.index() == null ? "-" : String.valueOf(clamp(task.index(), items.size()));
        board.add("/items/" + place, Map.of("id", task.id(), "title", valid(task.title()), "done", false));
    }

    @MutationHandler("task.rename")
    void rename(Title rename, MutationCall call) {
        Draft.Atom board = board(call);
        board.replace(unlocked(board, rename.id()) + "/title", valid(rename.title()));
    }

    @MutationHandler("task.toggle")
    void toggle(TaskId task, MutationCall call) {
        Draft.Atom board = board(call);
        String done = unlocked(board, task.id()) + "/done";
        board.replace(done, !board.get(done).asBoolean());
    }

    @MutationHandler("task.move")
    void move(Position position, MutationCall call) {
        Draft.Atom board = board(call);
        String from = item(board, position.id());
        int last = board.get("/items").size() - 1;
        board.move(from, "/items/" + clamp(position.index(), last));
    }

    @MutationHandler("task.remove")
    void remove(TaskId task, MutationCall call) {
        Draft.Atom board = board(call);
        board.remove(unlocked(board, task.id()));
    }

    /** The board, if the client may write. It is asked when a mutation arrives, whatever the client knew when it was made. */
    private static Draft.Atom board(MutationCall call) {
        if (ReadOnly.applies(call.draft(), call.clientId())) {
            throw new RejectMutationException("read-only", "you may only read at the moment");
        }
        return call.draft().atom(ATOM);
    }

    private static String valid(@Nullable String title) {
        if (title == null || title.isBlank()) {
            throw new RejectMutationException("title-empty", "a task needs a title");
        }
        if (title.length() > LONGEST_TITLE) {
            throw new RejectMutationException(
                    "title-too-long", "a title has up to " + LONGEST_TITLE + " characters, got " + title.length());
        }
        return title;
    }

    private static String unlocked(Draft.Atom board, String id) {
        String item = item(board, id);
        if (board.get(item + "/locked").asBoolean(false)) {
            throw new RejectMutationException("item-locked", "task " + id + " is locked");
        }
        return item;
    }

    private static String item(Draft.Atom board, String id) {
        int index = indexOf(board.get("/items"), id);
        if (index < 0) {
            throw new RejectMutationException("no-such-task", "there is no task " + id + " on the board");
        }
        return "/items/" + index;
    }

    private static int indexOf(JsonNode items, String id) {
        for (int i = 0; i < items.size(); i++) {
            if (items.get(i).path("id").asString("").equals(id)) {
                return i;
            }
        }
        return -1;
    }

    private static int clamp(int index, int last) {
        return Math.max(0, Math.min(index, last));
    }
}
