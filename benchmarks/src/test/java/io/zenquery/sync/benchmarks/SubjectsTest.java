package io.zenquery.sync.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import io.zenquery.sync.patch.Json;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/** Every operation does its work in every subject, so that a figure is never that of doing nothing. */
class SubjectsTest {
    /** Few enough that no two mutations touch one item: in such a case Signals sees whole items, and rightly differs. */
    private static final int PENDING = 7;

    private static final int ITEMS = 20;

    @ParameterizedTest
    @EnumSource(Operation.class)
    void operation_onZenquery_isWhatTheOperationSays(Operation operation) {
        Scenario scenario = new Scenario(Subject.Kind.ZENQUERY, ITEMS, PENDING);
        JsonNode before = scenario.subject().view();
        Step step = operation.prepare(scenario);
        operation.run(scenario.subject(), step.text());

        JsonNode after = scenario.subject().view();
        String read = scenario.subject().read(step.item(), step.member()).stringValue();
        switch (operation) {
            case REGISTER -> assertThat(read).isEqualTo("renamed by mutation 8");
            case DELTA_ELSEWHERE -> assertThat(read).isEqualTo("renamed by delta 1");
            case INSERT_FIRST -> {
                assertThat(read).isEqualTo("new-1");
                assertThat(after.get("items").get(1))
                        .isEqualTo(before.get("items").get(0));
                assertThat(after.get("items").size()).isEqualTo(ITEMS + 1);
            }
            case ACK, OWN_DELTA -> {
                assertThat(read).isEqualTo("renamed by mutation 1");
                assertThat(after).isEqualTo(before);
            }
            case REJECT_MIDDLE -> assertThat(read).startsWith("buy a bottle");
        }

        operation.restore(scenario);
        assertThat(scenario.pendingCount()).isEqualTo(PENDING);
        assertThat((List<?>) scenario.subject().mutations()).hasSize(PENDING);
    }

    @ParameterizedTest
    @EnumSource(Operation.class)
    void operation_onEachSubject_givesTheSameView(Operation operation) {
        Scenario ours = run(operation, Subject.Kind.ZENQUERY);
        for (Subject.Kind peer : Subject.Kind.values()) {
            boolean wrong = operation == Operation.INSERT_FIRST && peer == Subject.Kind.REPLAY;
            if (operation.runsOn(peer) && peer.isAvailable() && !wrong) {
                assertSameView(run(operation, peer).subject(), ours.subject(), peer);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Operation.class)
    void restored_onEachSubject_isTheSameView(Operation operation) {
        Scenario ours = run(operation, Subject.Kind.ZENQUERY);
        operation.restore(ours);
        for (Subject.Kind peer : Subject.Kind.values()) {
            if (operation.runsOn(peer) && peer.isAvailable()) {
                Scenario theirs = run(operation, peer);
                operation.restore(theirs);
                assertSameView(theirs.subject(), ours.subject(), peer);
            }
        }
    }

    private static Scenario run(Operation operation, Subject.Kind kind) {
        Scenario scenario = new Scenario(kind, ITEMS, PENDING);
        operation.run(scenario.subject(), operation.prepare(scenario).text());
        return scenario;
    }

    private static void assertSameView(Subject theirs, Subject ours, Subject.Kind peer) {
        assertThat(Json.sameValue(theirs.view(), ours.view()))
                .as("the view of %s: %s, ours: %s", peer, theirs.view(), ours.view())
                .isTrue();
    }
}
