package io.zenquery.sync.example.server;

import io.zenquery.sync.atom.Draft;
import io.zenquery.sync.server.MutationCall;
import io.zenquery.sync.server.MutationHandler;
import io.zenquery.sync.server.RejectMutationException;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import tools.jackson.databind.JsonNode;

/** What can be done to the board, by name. Each works on the board as it is now, whatever the client saw. */
@Configuration(proxyBeanMethods = false)
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

    @Bean
    MutationHandler add() {
        return handler("task.add", call -> {
            NewTask task = call.input(NewTask.class);
            if (task.id() == null || task.id().isBlank()) {
                throw new RejectMutationException("id-empty", "a task needs an id");
            }
            Draft.Atom board = call.draft().atom(ATOM);
            JsonNode items = board.get("/items");
            if (indexOf(items, task.id()) >= 0) {
                throw new RejectMutationException("duplicate-id", "the board has a task " + task.id() + " already");
            }
            String place = task.index() == null ? "-" : String.valueOf(clamp(task.index(), items.size()));
            board.add("/items/" + place, Map.of("id", task.id(), "title", valid(task.title()), "done", false));
        });
    }

    @Bean
    MutationHandler rename() {
        return handler("task.rename", call -> {
            Title rename = call.input(Title.class);
            Draft.Atom board = call.draft().atom(ATOM);
            board.replace(unlocked(board, rename.id()) + "/title", valid(rename.title()));
        });
    }

    @Bean
    MutationHandler toggle() {
        return handler("task.toggle", call -> {
            Draft.Atom board = call.draft().atom(ATOM);
            String done = unlocked(board, call.input(TaskId.class).id()) + "/done";
            board.replace(done, !board.get(done).asBoolean());
        });
    }

    @Bean
    MutationHandler move() {
        return handler("task.move", call -> {
            Position position = call.input(Position.class);
            Draft.Atom board = call.draft().atom(ATOM);
            String from = item(board, position.id());
            int last = board.get("/items").size() - 1;
            board.move(from, "/items/" + clamp(position.index(), last));
        });
    }

    @Bean
    MutationHandler remove() {
        return handler("task.remove", call -> {
            Draft.Atom board = call.draft().atom(ATOM);
            board.remove(unlocked(board, call.input(TaskId.class).id()));
        });
    }

    private static MutationHandler handler(String name, Consumer<MutationCall> rule) {
        return new MutationHandler() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public void handle(MutationCall call) {
                rule.accept(call);
            }
        };
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
