package io.zenquery.sync.simulation;

import io.zenquery.sync.OptimisticSyncCoordinator;
import io.zenquery.sync.PendingMutation;
import io.zenquery.sync.ServerDeltaMessage;
import io.zenquery.sync.ServerDeltaMessage.Patches;
import io.zenquery.sync.ServerDeltaMessage.Snapshot;
import io.zenquery.sync.Subscription;
import io.zenquery.sync.ViewChangeCallback;
import io.zenquery.sync.conflict.ConflictResolutionStrategy;
import io.zenquery.sync.patch.AtomKey;
import io.zenquery.sync.patch.Patch;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** What a coordinator could do wrong. */
final class CoordinatorBugs {

    private CoordinatorBugs() {}

    static void addTo(Map<String, Seams> bugs) {
        bugs.put("ignores every third rejection", coordinator(inner -> new DelegatingCoordinator(inner) {
            private int rejections;

            @Override
            public void rejectMutation(long clientSeq, @Nullable Object error, long decidedAt) {
                if (++rejections % 3 != 0) {
                    super.rejectMutation(clientSeq, error, decidedAt);
                }
            }
        }));
        bugs.put("ignores an ack without effect", coordinator(inner -> new DelegatingCoordinator(inner) {
            @Override
            public void confirmMutationWithoutEffect(long clientSeq, long decidedAt) {}
        }));
        bugs.put("confirms before the delta has come", coordinator(inner -> new DelegatingCoordinator(inner) {
            @Override
            public void confirmMutation(long clientSeq, long serverSeq) {
                super.confirmMutation(clientSeq);
            }
        }));
        bugs.put("confirms what was rejected", coordinator(inner -> new DelegatingCoordinator(inner) {
            @Override
            public void rejectMutation(long clientSeq, @Nullable Object error, long decidedAt) {
                super.confirmMutation(clientSeq);
            }
        }));
        bugs.put(
                "sends what was drafted, not what became of it", coordinator(inner -> new DelegatingCoordinator(inner) {
                    @Override
                    public Map<AtomKey, List<Patch>> pendingPatches(long clientSeq) {
                        return pendingMutations().stream()
                                .filter(each -> each.clientSeq() == clientSeq)
                                .map(PendingMutation::optimisticPatches)
                                .findFirst()
                                .orElseGet(Map::of);
                    }
                }));
        bugs.put("applies a delta twice", deltas((delta, inner) -> with(delta, CoordinatorBugs::doubled)));
        bugs.put(
                "leaves out an operation of a delta",
                deltas((delta, inner) -> with(delta, CoordinatorBugs::shortened)));
        bugs.put(
                "does not notice a gap",
                deltas((delta, inner) -> new ServerDeltaMessage(
                        delta.data(),
                        delta.serverSeq(),
                        delta.data() instanceof Snapshot || delta.serverSeq() <= inner.confirmedServerSeq()
                                ? delta.prevServerSeq()
                                : Long.valueOf(inner.confirmedServerSeq()),
                        delta.origin(),
                        delta.stamp())));
        bugs.put("takes its own delta for somebody else's", coordinator(inner -> new DelegatingCoordinator(inner) {
            @Override
            public void confirmMutation(long clientSeq, long serverSeq) {}

            @Override
            public void processServerDelta(ServerDeltaMessage delta, ConflictResolutionStrategy resolver) {
                super.processServerDelta(
                        new ServerDeltaMessage(
                                delta.data(), delta.serverSeq(), delta.prevServerSeq(), null, delta.stamp()),
                        resolver);
            }
        }));
        bugs.put(
                "loses an atom of a snapshot",
                deltas((delta, inner) -> delta.data() instanceof Snapshot snapshot
                        ? new ServerDeltaMessage(
                                new Snapshot(withoutLast(snapshot.state())),
                                delta.serverSeq(),
                                null,
                                null,
                                delta.stamp())
                        : delta));
        bugs.put("goes on counting in a new epoch", coordinator(inner -> new DelegatingCoordinator(inner) {
            @Override
            public void beginEpoch() {}
        }));
        bugs.put("does not tell of a change of the view", coordinator(inner -> new DelegatingCoordinator(inner) {
            @Override
            public Subscription onViewChange(ViewChangeCallback callback) {
                return super.onViewChange(change -> {
                    if (change.version() % 10 != 0) {
                        callback.onViewChange(change);
                    }
                });
            }
        }));
        bugs.put("numbers its mutations again after a restart", new Seams() {
            @Override
            public String clientId(int client, int incarnation) {
                return "c" + client;
            }
        });
    }

    /** What becomes of a delta before a coordinator sees it. */
    private interface Change {
        ServerDeltaMessage of(ServerDeltaMessage delta, OptimisticSyncCoordinator inner);
    }

    private static Seams coordinator(UnaryOperator<OptimisticSyncCoordinator> bug) {
        return new Seams() {
            @Override
            public OptimisticSyncCoordinator coordinator(OptimisticSyncCoordinator coordinator) {
                return bug.apply(coordinator);
            }
        };
    }

    private static Seams deltas(Change change) {
        return coordinator(inner -> new DelegatingCoordinator(inner) {
            @Override
            public void processServerDelta(ServerDeltaMessage delta, ConflictResolutionStrategy resolver) {
                super.processServerDelta(change.of(delta, inner), resolver);
            }
        });
    }

    private static ServerDeltaMessage with(ServerDeltaMessage delta, UnaryOperator<List<Patch>> change) {
        if (!(delta.data() instanceof Patches patches) || delta.serverSeq() % 3 != 0) {
            return delta;
        }
        Map<AtomKey, List<Patch>> changed = new LinkedHashMap<>();
        patches.patches().forEach((atom, operations) -> changed.put(atom, change.apply(operations)));
        return new ServerDeltaMessage(
                new Patches(changed), delta.serverSeq(), delta.prevServerSeq(), delta.origin(), delta.stamp());
    }

    private static List<Patch> doubled(List<Patch> operations) {
        List<Patch> twice = new ArrayList<>(operations);
        twice.addAll(operations.stream().filter(Patch.Add.class::isInstance).toList());
        return twice;
    }

    private static List<Patch> shortened(List<Patch> operations) {
        return operations.subList(0, operations.size() - 1);
    }

    private static Map<AtomKey, JsonNode> withoutLast(Map<AtomKey, JsonNode> documents) {
        Map<AtomKey, JsonNode> rest = new LinkedHashMap<>(documents);
        documents.keySet().stream().reduce((first, second) -> second).ifPresent(rest::remove);
        return rest;
    }
}
