package io.zenquery.sync.benchmarks;

import io.zenquery.sync.CoordinatorBuilder;
import io.zenquery.sync.OptimisticSyncCoordinator;
import io.zenquery.sync.PendingMutation;
import io.zenquery.sync.ServerDeltaMessage;
import io.zenquery.sync.atom.AtomStore;
import io.zenquery.sync.conflict.ConflictStrategies;
import io.zenquery.sync.patch.AtomKey;
import io.zenquery.sync.patch.Patch;
import io.zenquery.sync.patch.PatchFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * Whether a mutation can be undone, which costs what the undo does: after 1,000 deltas on the to-do document, each tenth of them an own
 * mutation, all of them kept.
 */
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class UndoBenchmark {
    private static final AtomKey TASKS = AtomKey.of("tasks");
    private static final AtomKey OTHER = AtomKey.of("other");
    private static final int DELTAS = 1_000;
    private static final Workload WORKLOAD = new Workload(QueueBenchmark.ITEMS);

    /** Who asks when. */
    public enum Question {
        /** Nobody has asked before; about the last own mutation. */
        FIRST,
        /** Nobody has asked before; about the oldest. */
        FIRST_OLDEST,
        /** Somebody has asked, and there was a delta to the document since. */
        AFTER_DELTA,
        /** Somebody has asked, and there was a delta to another document since. */
        AFTER_DELTA_ELSEWHERE;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /** A coordinator with a history. */
    @State(Scope.Thread)
    public static class History {
        @Param({"FIRST", "FIRST_OLDEST", "AFTER_DELTA", "AFTER_DELTA_ELSEWHERE"})
        String question = "";

        private OptimisticSyncCoordinator coordinator = new CoordinatorBuilder().build();
        private long serverSeq;
        private long asked;

        /** Brings the history to the question. */
        @Setup(Level.Invocation)
        public void prepare() {
            Question now = Question.valueOf(question);
            if (now == Question.FIRST || now == Question.FIRST_OLDEST || serverSeq == 0) {
                begin();
                asked = now == Question.FIRST_OLDEST ? 1 : DELTAS / 10;
            }
            if (now == Question.AFTER_DELTA || now == Question.AFTER_DELTA_ELSEWHERE) {
                coordinator.canUndo(asked);
                AtomKey atom = now == Question.AFTER_DELTA ? TASKS : OTHER;
                change(null, Map.of(atom, patch(WORKLOAD.mutation(serverSeq % 100))));
                if (serverSeq == 2 * DELTAS) {
                    serverSeq = 0; // what was asked about is about to be forgotten
                }
            }
        }

        private void begin() {
            AtomStore store = new AtomStore(
                    Map.of(TASKS, Workload.parse(WORKLOAD.document()), OTHER, Workload.parse(WORKLOAD.document())));
            coordinator = new CoordinatorBuilder()
                    .stateLayer(store)
                    .maxUndo(DELTAS)
                    .undoHistory(2 * DELTAS)
                    .build();
            serverSeq = 0;
            for (int i = 1; i <= DELTAS; i++) {
                Map<AtomKey, List<Patch>> patches = Map.of(TASKS, patch(WORKLOAD.mutation(i)));
                Long own = i % 10 == 1 ? Long.valueOf(coordinator.generateClientSeq()) : null;
                if (own != null) {
                    coordinator.registerPendingMutation(new PendingMutation(own, null, patches));
                }
                change(own, patches);
            }
        }

        private void change(@Nullable Long own, Map<AtomKey, List<Patch>> patches) {
            serverSeq++;
            coordinator.processServerDelta(
                    own == null
                            ? ServerDeltaMessage.of(serverSeq, patches)
                            : ServerDeltaMessage.own(own, serverSeq, patches),
                    ConflictStrategies.REBASE);
        }

        private static List<Patch> patch(String text) {
            return PatchFormat.parse(Workload.parse(text));
        }
    }

    /** The question. */
    @Benchmark
    public boolean canUndo(History history) {
        return history.coordinator.canUndo(history.asked);
    }
}
