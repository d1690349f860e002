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
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Registers what is submitted, sees to it that it is stored before it is sent, and says what is sent of it. Thread-safe. */
final class Submissions {
    private final OptimisticSyncCoordinator coordinator;
    private final SessionBuilder settings;
    private final InstantSource clock;
    private final Journal journal;
    private final TemporaryIds ids;
    private final Receipts receipts;
    private final Capacity capacity;
    private final Set<Long> notStored = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    Submissions(
            SessionBuilder settings,
            OptimisticSyncCoordinator coordinator,
            Journal journal,
            TemporaryIds ids,
            Receipts.Undo undo) {
        this.settings = settings;
        this.receipts = new Receipts(undo);
        this.coordinator = coordinator;
        this.journal = journal;
        this.ids = ids;
        this.clock = required(settings.clock, "clock");
        this.capacity = new Capacity(settings.maxPending, coordinator.pendingCount(), settings.patience);
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
        requireOpen();
        MutationRequest request = ids.map(submitted);
        requireSendable(request);
        return register(opened -> coordinator.registerNext(
                clientSeq -> opened.mutation(clientSeq, request, clockOffset), request.viewVersion()));
    }

    /** Submits what takes a mutation back. */
    MutationReceipt undo(
            long undone, @Nullable String name, JsonNode input, @Nullable String trace, Duration clockOffset) {
        requireOpen();
        long version =
                coordinator.viewVersion(); // the patches are of the step itself; nobody asks for the version any more
        return register(opened -> coordinator.registerUndo(undone, (clientSeq, patches) -> {
            MutationRequest request =
                    ids.map(new MutationRequest(name, input, patches, version, Set.of(), null, trace));
            requireSendable(request);
            return opened.mutation(clientSeq, request, clockOffset);
        }));
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("the session is closed: it takes no more mutations");
        }
    }

    private MutationReceipt register(Consumer<Opened> registration) {
        capacity.take();
        Opened opened = new Opened();
        MutationReceipt receipt = opened.registeredBy(registration);
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

    /** A mutation that is being registered: what is noted of it before it is in the view, and forgotten if it does not get there. */
    private final class Opened {
        private @Nullable MutationReceipt receipt;

        /** Called under the coordinator's lock. */
        PendingMutation mutation(long clientSeq, MutationRequest request, Duration clockOffset) {
            notStored.add(clientSeq);
            ids.registered(clientSeq, request);
            receipt = receipts.open(clientSeq);
            return new PendingMutation(
                    clientSeq,
                    request,
                    request.patches(),
                    Map.of(),
                    clock.instant().plus(clockOffset));
        }

        MutationReceipt registeredBy(Consumer<Opened> registration) {
            try {
                registration.accept(this);
                return Objects.requireNonNull(receipt, "receipt of what is registered");
            } catch (RuntimeException e) {
                capacity.giveBack();
                if (receipt != null) {
                    receipts.discard(receipt.clientSeq());
                    notStored.remove(receipt.clientSeq());
                    ids.ended(receipt.clientSeq());
                }
                throw e;
            }
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
        if (pending.undoOf() != null) {
            if (coordinator.pendingMutation(clientSeq) == null) {
                return new Outbound.Turn.Skip(); // what it was to take back went a moment ago, and it went with it
            } else if (coordinator.pendingMutation(pending.undoOf()) != null) {
                return new Outbound.Turn.Wait();
            }
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
