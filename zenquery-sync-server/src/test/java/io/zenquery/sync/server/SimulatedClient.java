package io.zenquery.sync.server;

import static io.zenquery.sync.server.TestClient.CHANNEL;

import io.zenquery.sync.CoordinatorBuilder;
import io.zenquery.sync.MutationOutcome;
import io.zenquery.sync.OptimisticSyncCoordinator;
import io.zenquery.sync.PendingMutation;
import io.zenquery.sync.ServerDeltaMessage;
import io.zenquery.sync.UndoUnavailableException;
import io.zenquery.sync.atom.AtomStore;
import io.zenquery.sync.atom.Draft;
import io.zenquery.sync.conflict.ConflictStrategies;
import io.zenquery.sync.patch.AtomKey;
import io.zenquery.sync.patch.JsonPatch;
import io.zenquery.sync.protocol.ClientMessage.Mutation;
import io.zenquery.sync.protocol.ClientMessage.MutationBatch;
import io.zenquery.sync.protocol.ClientMessage.Resume;
import io.zenquery.sync.protocol.ProtocolCodec;
import io.zenquery.sync.protocol.ServerMessage;
import io.zenquery.sync.protocol.ServerMessage.Ack;
import io.zenquery.sync.protocol.ServerMessage.Delta;
import io.zenquery.sync.protocol.ServerMessage.Origin;
import io.zenquery.sync.protocol.ServerMessage.Problem;
import io.zenquery.sync.protocol.ServerMessage.ProblemCode;
import io.zenquery.sync.protocol.ServerMessage.Rejection;
import io.zenquery.sync.protocol.ServerMessage.Snapshot;
import io.zenquery.sync.protocol.ServerMessage.Verdict;
import io.zenquery.sync.protocol.ServerMessage.Welcome;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.NullNode;

/** A coordinator and its documents, with the least that speaks the protocol: messages move when the test says so. */
final class SimulatedClient {
    private static final int MAX_BATCH = 4;

    final String id;
    final AtomStore store = new AtomStore();
    final OptimisticSyncCoordinator coordinator =
            new CoordinatorBuilder().stateLayer(store).maxUndo(100).build();
    final Deque<ServerMessage> topic = new ArrayDeque<>();
    final Deque<ServerMessage> replies = new ArrayDeque<>();
    final List<Long> ended = new ArrayList<>();
    long made;

    private final SyncServer server;
    private final ConflictStrategies strategy;
    private final Set<Long> decided = new HashSet<>();
    private @Nullable MutationBatch inFlight;
    private @Nullable String epoch;
    private @Nullable String fence;
    private boolean begun;
    private long decidedAt;
    private long lastSent;

    private record Info(@Nullable String name, JsonNode input) {}

    SimulatedClient(SyncServer server, String id, ConflictStrategies strategy) {
        this.server = server;
        this.id = id;
        this.strategy = strategy;
        server.addListener((channel, delta) -> topic.add(delta));
        coordinator.onOutcome(outcome -> {
            ended.add(outcome.mutation().clientSeq());
            if (outcome instanceof MutationOutcome.Withdrawn) {
                decided.add(outcome.mutation().clientSeq());
            }
        });
    }

    void mutate(@Nullable String name, JsonNode input, Instant stamp, Consumer<Draft> change) {
        Draft draft = new Draft(store::view);
        change.accept(draft);
        long clientSeq = coordinator.generateClientSeq();
        coordinator.registerPendingMutation(
                new PendingMutation(clientSeq, new Info(name, input), draft.patches(), Map.of(), stamp));
        made++;
    }

    /** Takes one of its mutations back, by a mutation for the default handler; false if nothing is left of it. */
    boolean undo(long clientSeq, Instant stamp) {
        try {
            coordinator.registerUndo(
                    clientSeq,
                    (number, patches) -> new PendingMutation(
                            number, new Info(null, NullNode.getInstance()), patches, Map.of(), stamp));
            made++;
            return true;
        } catch (UndoUnavailableException e) {
            return false;
        }
    }

    /** Sends the next batch if the last is settled. */
    void send() {
        if (inFlight != null
                && coordinator.confirmedServerSeq() >= decidedAt
                && inFlight.batch().stream().allMatch(member -> decided.contains(member.clientSeq()))) {
            inFlight = null;
        }
        if (fence == null || inFlight != null) {
            return;
        }
        List<Mutation> batch = new ArrayList<>();
        for (PendingMutation pending : coordinator.pendingMutations()) {
            if (coordinator.pendingMutation(pending.clientSeq()) == null) {
                continue; // withdrawn with the one that it was to take back
            }
            if (batch.size() == MAX_BATCH
                    || (pending.undoOf() != null && coordinator.pendingMutation(pending.undoOf()) != null)) {
                break;
            }
            Info info = (Info) pending.mutationInfo();
            if (info.name() == null && !coordinator.isVisible(pending.clientSeq())) {
                coordinator.withdrawMutation(pending.clientSeq(), "test-failed", "not in the view");
                continue;
            }
            Map<AtomKey, String> strategies = new LinkedHashMap<>();
            pending.optimisticPatches().keySet().forEach(atom -> strategies.put(atom, strategy.id()));
            batch.add(new Mutation(
                    pending.clientSeq(),
                    info.name(),
                    info.input(),
                    coordinator.pendingPatches(pending.clientSeq()),
                    strategies,
                    pending.stamp()));
        }
        if (!batch.isEmpty()) {
            inFlight = new MutationBatch(fence, coordinator.confirmedServerSeq(), lastSent, batch);
            lastSent = batch.get(batch.size() - 1).clientSeq();
            submit(inFlight);
        }
    }

    private void submit(MutationBatch batch) {
        MutationBatch received = (MutationBatch) ProtocolCodec.decodeClient(ProtocolCodec.encode(batch));
        replies.addAll(server.submit(CHANNEL, received, null));
    }

    /** The connection is lost, with all that is under way, and another one begins. */
    void reconnect() {
        topic.clear();
        replies.clear();
        fence = null;
        Long firstPending = coordinator.pendingMutations().isEmpty()
                ? null
                : Long.valueOf(coordinator.pendingMutations().get(0).clientSeq());
        replies.addAll(server.resume(
                CHANNEL,
                new Resume(
                        id,
                        id + "-epoch",
                        begun ? epoch : null,
                        coordinator.confirmedServerSeq(),
                        firstPending,
                        null)));
    }

    void receive(Deque<ServerMessage> from) {
        ServerMessage message = ProtocolCodec.decodeServer(ProtocolCodec.encode(from.remove()));
        if (message instanceof Welcome welcome) {
            epoch = welcome.serverEpoch();
            fence = welcome.fence();
            welcome.verdicts().forEach(this::verdict);
            if (inFlight != null) {
                submit(inFlight.withFence(welcome.fence()));
            }
        } else if (message instanceof Delta delta) {
            delta(delta);
        } else if (message instanceof Snapshot snapshot) {
            begun = true;
            snapshot.verdicts().forEach(this::verdict);
            coordinator.processServerDelta(
                    new ServerDeltaMessage(
                            new ServerDeltaMessage.Snapshot(snapshot.state()),
                            snapshot.serverSeq(),
                            null,
                            null,
                            snapshot.stamp()),
                    strategy);
        } else if (message instanceof Verdict verdict) {
            verdict(verdict);
        } else if (message instanceof Problem problem) {
            if (problem.code() == ProblemCode.BASE_TOO_OLD && inFlight != null) {
                lastSent = inFlight.prevClientSeq();
                inFlight.batch().stream()
                        .map(Mutation::clientSeq)
                        .filter(decided::contains)
                        .forEach(clientSeq -> lastSent = clientSeq);
                inFlight = null;
            } else if (problem.code() != ProblemCode.STALE_FENCE) {
                throw new AssertionError(problem);
            }
        }
    }

    /** The view is the confirmed documents with what is pending applied. */
    boolean viewLawHolds() {
        Map<AtomKey, JsonNode> expected = new LinkedHashMap<>(store.snapshot().confirmed());
        coordinator
                .getPendingPatches()
                .forEach((atom, patches) -> expected.put(atom, JsonPatch.apply(store.confirmed(atom), patches)));
        return expected.equals(store.snapshot().view());
    }

    private void delta(Delta delta) {
        if (!begun) {
            return; // the snapshot has it, or it is missing and will be asked for
        }
        Origin origin = delta.origin();
        boolean mine = origin != null && origin.clientId().equals(id);
        Long own = mine ? origin.clientSeq() : null;
        if (own != null) {
            delta.verdicts().forEach(this::verdict);
            verdict(new Ack(own, delta.serverSeq(), delta.serverSeq()));
        }
        coordinator.processServerDelta(
                new ServerDeltaMessage(
                        new ServerDeltaMessage.Patches(delta.patches()),
                        delta.serverSeq(),
                        delta.prevServerSeq(),
                        own,
                        delta.stamp()),
                strategy);
    }

    private void verdict(Verdict verdict) {
        if (!decided.add(verdict.clientSeq())) {
            return;
        }
        decidedAt = Math.max(decidedAt, verdict.decidedAt());
        if (verdict instanceof Rejection) {
            coordinator.rejectMutation(verdict.clientSeq(), verdict, verdict.decidedAt());
        } else if (verdict instanceof Ack ack && ack.delta() != null) {
            coordinator.confirmMutation(ack.clientSeq(), ack.delta());
        } else {
            coordinator.confirmMutationWithoutEffect(verdict.clientSeq(), verdict.decidedAt());
        }
    }
}
