package io.zenquery.sync.session;

import static io.zenquery.sync.JsonText.json;
import static io.zenquery.sync.session.FakeServer.DOC;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.zenquery.sync.CoordinatorBuilder;
import io.zenquery.sync.CoordinatorCheckpoint;
import io.zenquery.sync.OptimisticSyncCoordinator;
import io.zenquery.sync.PendingMutation;
import io.zenquery.sync.atom.AtomStore;
import io.zenquery.sync.conflict.ConflictStrategies;
import io.zenquery.sync.patch.Patch;
import io.zenquery.sync.protocol.ClientMessage.Mutation;
import io.zenquery.sync.session.OutboxRecord.Checkpoint;
import io.zenquery.sync.session.OutboxRecord.Registered;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.NullNode;

/** Records that do not lead to the view that the process had (simulator, seed 9878). */
class RecoveryTest {
    private final Failures failures = new Failures(() -> FakeServer.START, 10);
    private final Recovery recovery = new Recovery(ConflictStrategies.REBASE, failures);

    private static Mutation replace(long clientSeq, String path) {
        return new Mutation(
                clientSeq,
                null,
                NullNode.getInstance(),
                Map.of(DOC, List.of(Patch.replace(path, json("2")))),
                Map.of(),
                FakeServer.START);
    }

    private CoordinatorCheckpoint recovered(long lastSent) {
        return recovered(
                lastSent,
                new Registered(replace(1, "/gone"), null, null),
                new Registered(replace(2, "/n"), null, null));
    }

    private CoordinatorCheckpoint recovered(long lastSent, Registered... registered) {
        SessionFacts facts = new SessionFacts("me", "1", "s1", lastSent, 0, null);
        Checkpoint checkpoint =
                new Checkpoint(facts, 0, 3, Map.of(DOC, json("{n:1}")), List.of(), Set.of(), List.of(), null);
        recovery.replay(Stream.concat(Stream.of(checkpoint), Stream.of(registered))
                .map(OutboxFormat::write)
                .toList());
        return recovery.state();
    }

    @Test
    void write_withoutUndo_isTheFormOfOlderVersions() {
        String record = new String(OutboxFormat.write(new Registered(replace(1, "/n"), null, null)), UTF_8);

        assertThat(record).doesNotContain("undo");
        assertThat(OutboxFormat.read(record.getBytes(UTF_8))).isEqualTo(new Registered(replace(1, "/n"), null, null));
    }

    @Test
    void replay_mutationDoesNotFit_isHandedBackWithItsPatches() {
        CoordinatorCheckpoint state = recovered(0);

        assertThat(state.pending()).extracting(PendingMutation::clientSeq).containsExactly(2L);
        assertThat(state.lastClientSeq()).isEqualTo(2);
        assertThat(failures.list()).singleElement().satisfies(failed -> {
            assertThat(failed.clientSeq()).isEqualTo(1);
            assertThat(failed.code()).isEqualTo("not-recovered");
            assertThat(failed.patches().get(DOC)).hasSize(1);
        });
    }

    /** Found by the simulator: the undo was left out, and what was made on it did not fit any more. */
    @Test
    void replay_undoOfWhatDoesNotFit_goesWithIt_andWhatWasMadeOnItStillFits() {
        Mutation undo = new Mutation(
                2,
                null,
                NullNode.getInstance(),
                Map.of(DOC, List.of(Patch.add("/gone", json("1")))),
                Map.of(),
                FakeServer.START);

        CoordinatorCheckpoint state = recovered(
                0,
                new Registered(replace(1, "/gone"), null, null),
                new Registered(undo, null, 1L),
                new Registered(replace(3, "/gone"), null, null));

        assertThat(failures.list()).extracting(FailedMutation::clientSeq).containsExactly(1L, 2L);
        assertThat(failures.list()).extracting(FailedMutation::code).containsOnly("not-recovered");
        OptimisticSyncCoordinator next =
                new CoordinatorBuilder().stateLayer(new AtomStore()).build();
        next.restore(state);
        assertThat(next.pendingMutations())
                .extracting(PendingMutation::clientSeq)
                .containsExactly(3L);
        assertThat(next.getPendingPatches()).isEqualTo(Map.of(DOC, List.of(Patch.add("/gone", json("2")))));
    }

    @Test
    void replay_mutationDoesNotFitAndWasSent_staysPendingWithoutShowingAnything() {
        CoordinatorCheckpoint state = recovered(1);

        assertThat(state.pending()).extracting(PendingMutation::clientSeq).containsExactly(1L, 2L);
        assertThat(state.pending().get(0).optimisticPatches()).isEmpty();
        assertThat(failures.list()).isEmpty();
    }
}
