package io.zenquery.sync.session;

import static io.zenquery.sync.session.SessionBuilder.required;

import io.zenquery.sync.OptimisticSyncCoordinator;
import io.zenquery.sync.PendingMutation;
import io.zenquery.sync.conflict.ConflictStrategies;
import io.zenquery.sync.patch.AtomKey;
import io.zenquery.sync.patch.Patch;
import io.zenquery.sync.protocol.ClientMessage.Mutation;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/** The mutations that were submitted and have no outcome yet: registers them, and says what is sent of each. Thread-safe. */
final class Submissions {
    private final OptimisticSyncCoordinator coordinator;
    private final SessionBuilder settings;
    private final InstantSource clock;
    private final Receipts receipts = new Receipts();
    private final Map<Long, MutationRequest> requests = new ConcurrentHashMap<>();
    private boolean closed; // guarded by this

    Submissions(SessionBuilder settings, OptimisticSyncCoordinator coordinator) {
        this.settings = settings;
        this.coordinator = coordinator;
        this.clock = required(settings.clock, "clock");
        coordinator.onOutcome(outcome -> {
            requests.remove(outcome.mutation().clientSeq());
            receipts.ended(outcome);
        });
    }

    /**
     * Registers a mutation. One at a time, so that numbers are registered, and handed on, in the order in which they are generated.
     *
     * @param registered is handed the number
     */
    synchronized MutationReceipt submit(MutationRequest request, Duration clockOffset, LongConsumer registered) {
        if (closed) {
            throw new IllegalStateException("the session is closed: it takes no more mutations");
        }
        if (requests.size() >= settings.maxPending) {
            throw new QueueFullException(settings.maxPending);
        }
        request.patches().keySet().forEach(Submissions::requireNamed);
        long clientSeq = coordinator.generateClientSeq();
        MutationReceipt receipt = receipts.open(clientSeq);
        requests.put(clientSeq, request);
        try {
            coordinator.registerPendingMutation(
                    new PendingMutation(
                            clientSeq,
                            request,
                            request.patches(),
                            Map.of(),
                            clock.instant().plus(clockOffset)),
                    request.viewVersion());
        } catch (RuntimeException e) {
            receipts.discard(clientSeq);
            requests.remove(clientSeq);
            throw e;
        }
        registered.accept(clientSeq);
        return receipt;
    }

    private static void requireNamed(AtomKey atom) {
        if (!(atom instanceof AtomKey.Named)) {
            throw new IllegalArgumentException(
                    "expected atoms with names, got " + atom + ": a symbol names an atom that stays in this process");
        }
    }

    /**
     * What is sent of a mutation.
     *
     * @param failed receives the number if a test in the mutation fails before anybody saw it
     * @return null if nothing is to be sent: it was taken back, or it failed
     */
    @Nullable
    Mutation content(long clientSeq, List<Long> failed) {
        MutationRequest request = requests.get(clientSeq);
        PendingMutation pending = coordinator.pendingMutations().stream()
                .filter(each -> each.clientSeq() == clientSeq)
                .findFirst()
                .orElse(null);
        if (request == null || pending == null) {
            return null;
        }
        if (request.name() == null && !coordinator.isVisible(clientSeq)) {
            failed.add(clientSeq);
            return null;
        }
        Map<AtomKey, List<Patch>> patches = coordinator.pendingPatches(clientSeq);
        Map<AtomKey, String> strategies = new LinkedHashMap<>();
        patches.keySet().forEach(atom -> {
            String strategy = settings.strategyNames.apply(atom);
            if (!strategy.equals(ConflictStrategies.REBASE.id())) {
                strategies.put(atom, strategy);
            }
        });
        return new Mutation(clientSeq, request.name(), request.input(), patches, strategies, pending.stamp());
    }

    /** The server accepted it. */
    void accepted(long clientSeq) {
        receipts.accepted(clientSeq);
    }

    /** Refuses what comes from now on, and completes what is open. */
    void close() {
        synchronized (this) {
            closed = true;
        }
        receipts.failAll("the session was closed before it was decided");
    }
}
