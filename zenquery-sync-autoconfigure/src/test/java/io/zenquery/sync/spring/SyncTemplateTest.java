package io.zenquery.sync.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zenquery.sync.CoordinatorBuilder;
import io.zenquery.sync.OptimisticSyncCoordinator;
import io.zenquery.sync.PendingMutation;
import io.zenquery.sync.ServerDeltaMessage;
import io.zenquery.sync.StaleViewException;
import io.zenquery.sync.atom.AtomStore;
import io.zenquery.sync.conflict.ConflictStrategies;
import io.zenquery.sync.patch.AtomKey;
import io.zenquery.sync.patch.Json;
import io.zenquery.sync.patch.Patch;
import io.zenquery.sync.patch.PatchException;
import io.zenquery.sync.session.MutationRequest;
import io.zenquery.sync.session.SessionState;
import io.zenquery.sync.session.SyncSession;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

class SyncTemplateTest {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .build();

    private final AtomStore store = new AtomStore(Map.of(AtomKey.of("tasks"), MAPPER.readTree("""
            {"items": [{"task_id": "a"}, {"task_id": "b"}]}""")));
    private final OptimisticSyncCoordinator coordinator =
            new CoordinatorBuilder().stateLayer(store).viewHistory(0).build();
    private final SyncSession session = NoNetwork.session(coordinator);
    private final SyncTemplate template = new SyncTemplate("board", session, coordinator, store, MAPPER);

    /** As the first connection does. */
    @BeforeEach
    void serverSendsItsSnapshot() {
        coordinator.processServerDelta(
                ServerDeltaMessage.snapshot(0, store.snapshot().confirmed()), ConflictStrategies.REBASE);
    }

    record Item(String taskId) {}

    record Tasks(List<Item> items) {}

    @Test
    void mutate_named_showsAtOnceAndKeepsNameAndInput() {
        template.mutate(
                "task.add", new Item("c"), draft -> draft.atom("tasks").add("/items/-", Map.of("task_id", "c")));

        assertThat(template.view("tasks", Tasks.class).items())
                .extracting(Item::taskId)
                .containsExactly("a", "b", "c");
        assertThat(template.confirmed("tasks").path("items").size()).isEqualTo(2);
        PendingMutation pending = template.pending().get(0);
        assertThat(pending.mutationInfo()).isInstanceOfSatisfying(MutationRequest.class, request -> {
            assertThat(request.name()).isEqualTo("task.add");
            assertThat(request.input()).isEqualTo(MAPPER.readTree("{\"task_id\": \"c\"}"));
        });
    }

    @Test
    void mutate_withoutNameAndInput_isForTheDefaultHandler() {
        template.mutate(draft -> draft.atom("tasks").remove("/items/0"));

        assertThat(template.pending().get(0).mutationInfo()).isInstanceOfSatisfying(MutationRequest.class, request -> {
            assertThat(request.name()).isNull();
            assertThat(request.input().isNull()).isTrue();
        });
    }

    @Test
    void mutate_viewMovedOnMeanwhile_draftsAgainOnTheNewOne() {
        AtomicInteger runs = new AtomicInteger();

        template.mutate(draft -> {
            int last = draft.atom("tasks").document().path("items").size() - 1;
            if (runs.incrementAndGet() <= 3) {
                serverAppends();
            }
            draft.atom("tasks").replace("/items/" + last, "mine");
        });

        assertThat(runs).hasValue(4);
        assertThat(template.view("tasks").path("items").path(4).stringValue()).isEqualTo("mine");
    }

    @Test
    void mutate_viewMovesOnForEver_isRefused() {
        assertThatThrownBy(() -> template.mutate(draft -> {
                    serverAppends();
                    draft.atom("tasks").replace("/items/0", "mine");
                }))
                .isInstanceOf(StaleViewException.class);
        assertThat(template.pending()).isEmpty();
    }

    @Test
    void mutate_draftThrows_changesNothing() {
        assertThatThrownBy(() -> template.mutate(draft -> draft.atom("tasks").remove("/items/7")))
                .isInstanceOf(PatchException.class);

        assertThat(template.pending()).isEmpty();
        assertThat(template.snapshot().version()).isZero();
    }

    @Test
    void view_unknownAtom_isAbsent() {
        assertThat(template.view("nothing")).isSameAs(Json.ABSENT);
        assertThat(template.view("nothing").isMissingNode()).isTrue();
        assertThat(template.view("nothing").path("items").at("/0").isMissingNode())
                .isTrue();
        assertThat(template.view("nothing").toString()).isEmpty();
        assertThat(template.confirmed("nothing")).isSameAs(Json.ABSENT);
        assertThat(template.view("nothing", Tasks.class)).isNull();
    }

    @Test
    void state_ofSession_isTold() {
        assertThat(template.state()).isEqualTo(SessionState.OFFLINE);
        assertThat(template.clientId()).isEqualTo("me");
        assertThat(template.channel()).isEqualTo("board");
        template.connect();
        assertThat(template.state()).isEqualTo(SessionState.CONNECTING);
        template.disconnect();
        assertThat(template.state()).isEqualTo(SessionState.OFFLINE);
        serverAppends();
        assertThat(template.confirmedServerSeq()).isEqualTo(1);
    }

    private void serverAppends() {
        coordinator.processServerDelta(
                ServerDeltaMessage.of(
                        coordinator.confirmedServerSeq() + 1,
                        Map.of(AtomKey.of("tasks"), List.of(Patch.add("/items/-", MAPPER.readTree("\"theirs\""))))),
                ConflictStrategies.REBASE);
    }
}
