package io.zenquery.sync.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zenquery.sync.CoordinatorBuilder;
import io.zenquery.sync.OptimisticSyncCoordinator;
import io.zenquery.sync.ServerDeltaMessage;
import io.zenquery.sync.Subscription;
import io.zenquery.sync.ViewChange.Cause;
import io.zenquery.sync.atom.AtomStore;
import io.zenquery.sync.conflict.ConflictStrategies;
import io.zenquery.sync.patch.AtomKey;
import io.zenquery.sync.patch.Patch;
import io.zenquery.sync.session.MutationReceipt;
import io.zenquery.sync.session.SyncSession;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

class AtomTest {
    private static final JsonMapper MAPPER = JsonMapper.shared();
    private static final AtomKey KEY = AtomKey.of("board");

    private final AtomStore store = new AtomStore(Map.of(KEY, MAPPER.readTree("""
            {"title": "A", "colour": "red", "todos": [{"id": "a", "done": false, "by": "ann"}, {"id": "b", "done": false}]}""")));
    private final OptimisticSyncCoordinator coordinator =
            new CoordinatorBuilder().stateLayer(store).maxUndo(10).build();
    private final SyncSession session = NoNetwork.session(coordinator);
    private final List<Runnable> events = new ArrayList<>();
    private final SyncTemplate template = new SyncTemplate(
            "board",
            session,
            coordinator,
            store,
            MAPPER,
            NoNetwork::another,
            (atom, path) -> path.toString().equals("/todos") ? "id" : null,
            events::add,
            MutationObservations.NONE);
    private final Atom<TodoBoard> board = template.atom("board", TodoBoard.class);
    private final List<Atom.Change<TodoBoard>> heard = new ArrayList<>();

    record Todo(String id, boolean done) {}

    record TodoBoard(String title, List<Todo> todos) {
        TodoBoard withTitle(String other) {
            return new TodoBoard(other, todos);
        }

        TodoBoard withTodos(List<Todo> others) {
            return new TodoBoard(title, others);
        }
    }

    /** As the first connection does. */
    @BeforeEach
    void serverSendsItsSnapshot() {
        coordinator.processServerDelta(
                ServerDeltaMessage.snapshot(0, store.snapshot().confirmed()), ConflictStrategies.REBASE);
    }

    // ------------------------------------------------------------------------------------------------------- update

    @Test
    void update_showsAtOnce_andKeepsWhatTheTypeDoesNotKnow() {
        board.update(present -> present.withTitle("B"));

        assertThat(board.view().title()).isEqualTo("B");
        assertThat(board.confirmed().title()).isEqualTo("A");
        assertThat(template.view("board").get("colour").asString()).isEqualTo("red");
        assertThat(patches()).containsExactly(Patch.replace("/title", MAPPER.valueToTree("B")));
    }

    @Test
    void update_elementInFrontOfAThousand_isOneAdd() {
        board.update(present -> present.withTodos(
                IntStream.range(0, 1000).mapToObj(i -> new Todo("t" + i, false)).toList()));
        Todo first = new Todo("first", true);

        board.update(present -> present.withTodos(
                Stream.concat(Stream.of(first), present.todos().stream()).toList()));

        assertThat(patches()).containsExactly(Patch.add("/todos/0", MAPPER.valueToTree(first)));
    }

    @Test
    void update_elementElsewhere_isOneMove_andItsUnknownMembersGoWithIt() {
        board.update(present -> present.withTodos(List.of(present.todos().get(1), new Todo("a", true))));

        assertThat(patches())
                .containsExactly(
                        Patch.move("/todos/0", "/todos/1"), Patch.replace("/todos/1/done", MAPPER.valueToTree(true)));
        assertThat(template.view("board").at("/todos/1/by").asString()).isEqualTo("ann");
    }

    @Test
    void update_atomThatDoesNotExist_isGivenNull_andNullRemovesIt() {
        Atom<TodoBoard> other = template.atom("other", TodoBoard.class);
        assertThat(other.view()).isNull();

        other.update(present -> present == null ? new TodoBoard("new", List.of()) : present);
        assertThat(other.view()).isEqualTo(new TodoBoard("new", List.of()));

        other.update(present -> null);
        assertThat(other.view()).isNull();
        assertThat(other.confirmed()).isNull();
    }

    @Test
    void update_nothingChanges_noPatches() {
        board.update(present -> present.withTitle("A"));

        assertThat(template.pending().get(0).optimisticPatches()).isEmpty();
    }

    @Test
    void update_changeThrows_makesNothing() {
        assertThatThrownBy(() -> board.update(present -> {
                    throw new IllegalStateException("on purpose");
                }))
                .hasMessage("on purpose");
        assertThat(template.pending()).isEmpty();
    }

    @Test
    void view_documentOfAnotherForm_isRefused() {
        delta("/title", "{\"not\": \"a text\"}");

        assertThatThrownBy(board::view).isInstanceOf(JacksonException.class);
    }

    @Test
    void update_undone_othersWritingStays() {
        MutationReceipt receipt = board.update("board.rename", "B", present -> present.withTitle("B"));
        delta("/todos/0/done", "true");
        assertThat(receipt.canUndo()).isTrue();

        receipt.undo();

        assertThat(board.view()).isEqualTo(new TodoBoard("A", List.of(new Todo("a", true), new Todo("b", false))));
        assertThat(template.canUndo(receipt.clientSeq())).isFalse();
        template.undo(receipt.clientSeq() + 1);
        assertThat(board.view().title()).isEqualTo("B");
    }

    // ----------------------------------------------------------------------------------------------------- listening

    @Test
    void onChange_tellsEachStepWithItsCause_onTheGivenExecutor() {
        board.onChange(heard::add);

        long mutation = board.update(present -> present.withTitle("B")).clientSeq();
        delta("/todos/1/done", "true");
        coordinator.rejectMutation(mutation, "no");
        assertThat(heard).isEmpty();
        runEvents();

        assertThat(heard).extracting(Atom.Change::cause).containsExactly(Cause.MUTATION, Cause.DELTA, Cause.ROLLBACK);
        assertThat(heard).extracting(change -> change.before().title()).containsExactly("A", "B", "B");
        assertThat(heard).extracting(change -> change.after().title()).containsExactly("B", "B", "A");
        assertThat(heard.get(1).before().todos().get(1).done()).isFalse();
        assertThat(heard.get(1).after().todos().get(1).done()).isTrue();
        assertThat(heard).extracting(Atom.Change::version).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void onChange_acceptedWithoutEffect_isARollback_andAcceptedAsPredictedIsNoStep() {
        long first = board.update(present -> present.withTitle("B")).clientSeq();
        long second = board.update(present -> present.withTitle("C")).clientSeq();
        board.onChange(heard::add);

        coordinator.processServerDelta(
                ServerDeltaMessage.own(first, 1, coordinator.pendingPatches(first)), ConflictStrategies.REBASE);
        coordinator.confirmMutationWithoutEffect(second, 1);
        runEvents();

        assertThat(heard).hasSize(1);
        assertThat(heard.get(0).cause()).isEqualTo(Cause.ROLLBACK);
        assertThat(heard.get(0).after().title()).isEqualTo("B");
    }

    @Test
    void onChange_otherAtom_isNotTold() {
        board.onChange(heard::add);

        template.mutate(draft -> draft.atom("other").add("", 1));
        runEvents();

        assertThat(heard).isEmpty();
    }

    @Test
    void onChange_closed_tellsNothingMore_alsoOfWhatWaits() {
        Subscription subscription = board.onChange(heard::add);
        board.update(present -> present.withTitle("B"));

        subscription.close();
        board.update(present -> present.withTitle("C"));
        runEvents();

        assertThat(heard).isEmpty();
    }

    @Test
    void onChange_listenerThrows_theOthersAreTold() {
        board.onChange(change -> {
            throw new IllegalStateException("on purpose");
        });
        board.onChange(heard::add);

        board.update(present -> present.withTitle("B"));
        runEvents();

        assertThat(heard).hasSize(1);
    }

    @Test
    void onChange_unreadable_isToldAsNull() {
        board.onChange(heard::add);

        delta("/title", "{\"not\": \"a text\"}");
        runEvents();

        assertThat(heard.get(0).before()).isNotNull();
        assertThat(heard.get(0).after()).isNull();
    }

    private void runEvents() {
        events.forEach(Runnable::run);
        events.clear();
    }

    private List<Patch> patches() {
        return template.pending()
                .get(template.pending().size() - 1)
                .optimisticPatches()
                .get(KEY);
    }

    private void delta(String path, String json) {
        coordinator.processServerDelta(
                ServerDeltaMessage.of(
                        coordinator.confirmedServerSeq() + 1,
                        Map.of(KEY, List.of(Patch.replace(path, MAPPER.readTree(json))))),
                ConflictStrategies.REBASE);
    }
}
