package io.zenquery.sync.test.pages;

import static io.zenquery.sync.test.assertj.SyncAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.zenquery.sync.Subscription;
import io.zenquery.sync.ViewChange;
import io.zenquery.sync.spring.Atom;
import io.zenquery.sync.spring.SyncOperations;
import io.zenquery.sync.test.autoconfigure.SyncTest;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** The samples of docs/typed-atoms.md. */
@SyncTest(channel = "shop")
class TypedAtomsPageTest {
    record Todo(String id, boolean done) {}

    record TodoBoard(String title, List<Todo> todos) {
        TodoBoard titled(String other) {
            return new TodoBoard(other, todos);
        }

        TodoBoard with(Todo todo) {
            return new TodoBoard(
                    title, Stream.concat(todos.stream(), Stream.of(todo)).toList());
        }
    }

    @Autowired
    SyncOperations sync;

    private final List<String> drawn = new CopyOnWriteArrayList<>();

    @Test
    void board_isReadUpdatedAndListenedTo() {
        assertThat(sync).eventuallyIsInStep();
        Todo bread = new Todo("t2", false);

        Atom<TodoBoard> board = sync.atom("board", TodoBoard.class);
        TodoBoard now = board.view(); // with what is pending; null if there is no such document

        Subscription changes = board.onChange(change -> redraw(change.before(), change.after(), change.cause()));
        board.update(present -> present.titled("Groceries")); // one "replace /title"
        board.update("todo.add", bread, present -> present.with(bread)); // for a handler of the server

        assertThat(now).isEqualTo(new TodoBoard("Shopping", List.of(new Todo("t1", false))));
        await().untilAsserted(() -> assertThat(drawn).contains("MUTATION Groceries"));
        changes.close();
        assertThat(sync)
                .eventuallyConfirms(
                        "board",
                        "{\"title\":\"Groceries\",\"todos\":[{\"id\":\"t1\",\"done\":false},{\"id\":\"t2\",\"done\":false}]}")
                .hasNoFailed();
    }

    private void redraw(@Nullable TodoBoard before, @Nullable TodoBoard after, ViewChange.Cause cause) {
        drawn.add(cause + " " + (after == null ? "nothing" : after.title()));
    }
}
