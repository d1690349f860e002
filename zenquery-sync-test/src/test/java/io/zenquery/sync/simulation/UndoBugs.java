package io.zenquery.sync.simulation;

import io.zenquery.sync.OptimisticSyncCoordinator;
import io.zenquery.sync.PendingMutation;
import io.zenquery.sync.outbox.OutboxStore;
import io.zenquery.sync.patch.AtomKey;
import io.zenquery.sync.patch.Patch;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** What could go wrong with undo. */
final class UndoBugs {

    private UndoBugs() {}

    static void addTo(Map<String, Seams> bugs) {
        bugs.put("sends an undo before what it is of is decided", coordinator(EarlyUndo::new));
        bugs.put("keeps the undo of what was rejected", coordinator(KeptUndo::new));
        bugs.put("undoes in all documents but one", coordinator(inner -> new DelegatingCoordinator(inner) {
            @Override
            public long registerUndo(long clientSeq, UndoMutation undo) {
                return super.registerUndo(clientSeq, (number, patches) -> undo.of(number, withoutFirst(patches)));
            }
        }));
        bugs.put("can undo whatever there is", coordinator(inner -> new DelegatingCoordinator(inner) {
            @Override
            public boolean canUndo(long clientSeq) {
                return true;
            }
        }));
        bugs.put("forgets at a restart what an undo is of", new Seams() {
            @Override
            public OutboxStore store(OutboxStore store) {
                return new StoreBugs.Delegate(store) {
                    @Override
                    public List<byte[]> load() {
                        return super.load().stream().map(UndoBugs::withoutUndos).toList();
                    }
                };
            }
        });
    }

    private static Seams coordinator(UnaryOperator<OptimisticSyncCoordinator> bug) {
        return new Seams() {
            @Override
            public OptimisticSyncCoordinator coordinator(OptimisticSyncCoordinator coordinator) {
                return bug.apply(coordinator);
            }
        };
    }

    private static Map<AtomKey, List<Patch>> withoutFirst(Map<AtomKey, List<Patch>> patches) {
        Map<AtomKey, List<Patch>> rest = new LinkedHashMap<>(patches);
        if (rest.size() > 1) {
            rest.remove(rest.keySet().iterator().next());
        }
        return rest;
    }

    private static byte[] withoutUndos(byte[] record) {
        return new String(record, StandardCharsets.UTF_8)
                .replaceAll("\"undoOf\":\\d+", "\"undoOf\":null")
                .replaceAll("\"undos\":\\{[^}]*}", "\"undos\":null")
                .getBytes(StandardCharsets.UTF_8);
    }

    /** Does not tell the session which mutations are undos. */
    private static final class EarlyUndo extends DelegatingCoordinator {
        EarlyUndo(OptimisticSyncCoordinator inner) {
            super(inner);
        }

        @Override
        public List<PendingMutation> pendingMutations(long above, int most) {
            return super.pendingMutations(above, most).stream()
                    .map(each -> each.withUndoOf(null))
                    .toList();
        }
    }

    /** Tells the session, and does not know itself. */
    private static final class KeptUndo extends DelegatingCoordinator {
        private final Map<Long, Long> undos = new HashMap<>();

        KeptUndo(OptimisticSyncCoordinator inner) {
            super(inner);
        }

        /** What is computed, and not registered. */
        private static final class Computed extends RuntimeException {
            private static final long serialVersionUID = 1L;

            private final transient Map<AtomKey, List<Patch>> patches;

            Computed(Map<AtomKey, List<Patch>> patches) {
                this.patches = patches;
            }
        }

        @Override
        public long registerUndo(long clientSeq, UndoMutation undo) {
            try {
                return super.registerUndo(clientSeq, (number, patches) -> {
                    throw new Computed(patches);
                });
            } catch (Computed computed) {
                long number = registerNext(next -> undo.of(next, computed.patches), viewVersion());
                undos.put(number, clientSeq);
                return number;
            }
        }

        @Override
        public List<PendingMutation> pendingMutations(long above, int most) {
            return super.pendingMutations(above, most).stream()
                    .map(each -> each.withUndoOf(undos.getOrDefault(each.clientSeq(), each.undoOf())))
                    .toList();
        }

        @Override
        public PendingMutation pendingMutation(long clientSeq) {
            PendingMutation pending = super.pendingMutation(clientSeq);
            return pending == null ? null : pending.withUndoOf(undos.getOrDefault(clientSeq, pending.undoOf()));
        }
    }
}
