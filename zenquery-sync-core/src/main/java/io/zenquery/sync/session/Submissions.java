package io.zenquery.sync.session;

import static io.zenquery.sync.session.SessionBuilder.required;

import io.zenquery.sync.MutationOutcome;
import io.zenquery.sync.OptimisticSyncCoordinator;
import io.zenquery.sync.PendingMutation;
import io.zenquery.sync.conflict.ConflictStrategies;
import io.zenquery.sync.outbox.OutboxException;
import io.zenquery.sync.patch.AtomKey;
import io.zenquery.sync.patch.Patch;
import io.zenquery.sync.protocol.ClientMessage.Mutation;
import io.zenquery.sync.protocol.ProtocolCodec;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Registers what is submitted, sees to it that it is stored before it is sent, and says what is sent of it. Thread-safe. */
final class Submissions {
    private final OptimisticSyncCoordinator coordinator;
    private final SessionBuilder settings;
    private final InstantSource clock;
    private final Journal journal;
    private final TemporaryIds ids;
    private final Receipts receipts = new Receipts();
    private final Capacity capacity;
    private final Set<Long> notStored = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    Submissions(SessionBuilder settings, OptimisticSyncCoordinator coordinator, Journal journal, TemporaryIds ids) {
        this.settings = settings;
        this.coordinator = coordinator;
        this.journal = journal;
        this.ids = ids;
        this.clock = required(settings.clock, "clock");
        this.capacity =
                new Capacity(settings.maxPending, coordinator.pendingMutations().size(), settings.patience);
        coordinator.onOutcome(this::ended);
    }

    private void ended(MutationOutcome outcome) {
        if (outcome.mutation().mutationInfo() instanceof MutationRequest) {
            capacity.giveBack();
            ids.ended(outcome.mutation().clientSeq());
            receipts.ended(outcome);
        }
    }

    // ------------------------------------------------------------------------------------------------------ submit

    MutationReceipt submit(MutationRequest submitted, Duration clockOffset) {
        if (closed) {
            throw new IllegalStateException("the session is closed: it takes no more mutations");
        }
        MutationRequest request = ids.map(submitted);
        requireSendable(request);
        capacity.take();
        MutationReceipt receipt = register(request, clockOffset);
        long clientSeq = receipt.clientSeq();
        try {
            journal.flush();
        } catch (OutboxException e) {
            coordinator.withdrawMutation(clientSeq, Withdrawal.NOT_STORED.code, Withdrawal.NOT_STORED.reason);
            throw e;
        } finally {
            notStored.remove(clientSeq);
        }
        if (closed) {
            receipts.fail(clientSeq, Withdrawal.SESSION_CLOSED);
        }
        return receipt;
    }

    private MutationReceipt register(MutationRequest request, Duration clockOffset) {
        MutationReceipt[] receipt = new MutationReceipt[1];
        try {
            coordinator.registerNext(
                    clientSeq -> {
                        notStored.add(clientSeq);
                        ids.registered(clientSeq, request);
                        receipt[0] = receipts.open(clientSeq);
                        return new PendingMutation(
                                clientSeq,
                                request,
                                request.patches(),
                                Map.of(),
                                clock.instant().plus(clockOffset));
                    },
                    request.viewVersion());
            return receipt[0];
        } catch (RuntimeException e) {
            capacity.giveBack();
            if (receipt[0] != null) {
                receipts.discard(receipt[0].clientSeq());
                notStored.remove(receipt[0].clientSeq());
                ids.ended(receipt[0].clientSeq());
            }
            throw e;
        }
    }

    private void requireSendable(MutationRequest request) {
        request.patches().keySet().forEach(atom -> {
            if (!(atom instanceof AtomKey.Named)) {
                throw new IllegalArgumentException("expected atoms with names, got " + atom
                        + ": a symbol names an atom that stays in this process");
            }
        });
        int bytes = ProtocolCodec.size(content(Long.MAX_VALUE, request, request.patches(), clock.instant()));
        if (bytes > settings.maxBatchBytes) {
            throw new MutationTooLargeException(bytes, settings.maxBatchBytes);
        }
    }

    // -------------------------------------------------------------------------------------------------------- send

    /** What is sent of a mutation whose turn has come. */
    Outbound.Turn turn(PendingMutation pending) {
        long clientSeq = pending.clientSeq();
        if (!(pending.mutationInfo() instanceof MutationRequest request)) {
            return new Outbound.Turn.Skip(); // registered by somebody else, who sends it
        }
        if (notStored.contains(clientSeq)) {
            return new Outbound.Turn.Wait();
        }
        if (coordinator.isHidden(clientSeq)) {
            return takeBack(clientSeq, Withdrawal.COLLISION);
        }
        if (request.name() == null && !coordinator.isVisible(clientSeq)) {
            return takeBack(clientSeq, Withdrawal.TEST_FAILED);
        }
        Mutation content = content(clientSeq, request, coordinator.pendingPatches(clientSeq), pending.stamp());
        int bytes = ProtocolCodec.size(content);
        return bytes > settings.maxBatchBytes
                ? takeBack(clientSeq, Withdrawal.TOO_LARGE)
                : new Outbound.Turn.Send(content, bytes);
    }

    private Outbound.Turn takeBack(long clientSeq, Withdrawal why) {
        coordinator.withdrawMutation(clientSeq, why.code, why.reason);
        return new Outbound.Turn.Skip();
    }

    private Mutation content(
            long clientSeq, MutationRequest request, Map<AtomKey, List<Patch>> patches, @Nullable Instant stamp) {
        Map<AtomKey, String> strategies = new LinkedHashMap<>();
        patches.keySet().forEach(atom -> {
            String strategy = settings.strategyNames.apply(atom);
            if (!strategy.equals(ConflictStrategies.REBASE.id())) {
                strategies.put(atom, strategy);
            }
        });
        return new Mutation(
                clientSeq,
                request.name(),
                request.input(),
                patches,
                strategies,
                stamp,
                request.creates(),
                request.trace());
    }

    /** The server accepted it. */
    void accepted(long clientSeq) {
        receipts.accepted(clientSeq);
    }

    /** Refuses what comes from now on, and completes what is open. */
    void close() {
        closed = true;
        receipts.failAll(Withdrawal.SESSION_CLOSED);
    }
}
