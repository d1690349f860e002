package io.zenquery.sync.session;

import static io.zenquery.sync.session.SessionBuilder.required;

import io.zenquery.sync.MutationOutcome;
import io.zenquery.sync.OptimisticSyncCoordinator;
import io.zenquery.sync.outbox.OutboxException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Keeps one channel of one client in step with the server: takes mutations, and connects, resumes, sends and applies what comes
 * ({@link SessionState}).
 *
 * <p>Threads: all methods may be called from any thread.
 */
public final class SyncSession {
    private final OptimisticSyncCoordinator coordinator;
    private final SessionListener listener;
    private final Failures failures;
    private final Journal journal;
    private final Submissions submissions;
    private final SessionMachine machine;

    SyncSession(SessionBuilder settings) {
        this.coordinator = required(settings.coordinator, "coordinator");
        this.listener = new SafeListener(settings.listener);
        SessionScheduler scheduler = required(settings.scheduler, "scheduler");
        ProblemLog later = (code, message) -> scheduler.execute(() -> listener.onProblem(code, message));
        SafeStrategy strategy = new SafeStrategy(settings.strategy, later);
        Memory memory = Memory.open(settings, coordinator, strategy, later);
        this.failures = memory.failures();
        this.journal = memory.journal();
        TemporaryIds ids = new TemporaryIds(coordinator);
        this.submissions = new Submissions(settings, coordinator, journal, ids, new Undo());
        this.machine = new SessionMachine(settings, coordinator, listener, strategy, memory, ids, submissions);
        coordinator.onOutcome(this::tellFailure);
    }

    /** Begins to make a session. */
    public static SessionBuilder builder() {
        return new SessionBuilder();
    }

    /** Where the session is. */
    public SessionState state() {
        return machine.state();
    }

    /** Who writes. */
    public String clientId() {
        return machine.clientId();
    }

    /** The server's clock less this machine's, as of the last welcome; 0 before the first. Mutations are stamped with that added. */
    public Duration clockOffset() {
        return machine.clockOffset();
    }

    // ---------------------------------------------------------------------------------------------------- mutations

    /**
     * Registers a mutation, which shows in the view at once, and sends it when its turn comes; now or when there is a connection. With an
     * outbox, it is on disk when this returns.
     *
     * @throws QueueFullException if too many are pending
     * @throws MutationTooLargeException if no message can carry it
     * @throws OutboxException if it could not be written to the outbox. It has left the view again
     * @throws io.zenquery.sync.StaleViewException if the draft's version of the view is too old: draft anew
     * @throws io.zenquery.sync.InvalidMutationException if the patches do not fit the view
     * @throws IllegalStateException if the session is closed
     */
    public MutationReceipt submit(MutationRequest request) {
        MutationReceipt receipt = submissions.submit(request, machine.clockOffset());
        machine.wake();
        return receipt;
    }

    /**
     * Takes a mutation back by its number: as {@link MutationReceipt#undo(String, JsonNode)}, for those that have the number and not the
     * receipt.
     *
     * @throws io.zenquery.sync.UndoUnavailableException if nothing can be taken back. One that was rejected or withdrawn has nothing left
     */
    public MutationReceipt undo(long clientSeq, @Nullable String name, JsonNode input) {
        return undo(clientSeq, name, input, null);
    }

    /**
     * As {@link #undo(long, String, JsonNode)}, as part of a trace.
     *
     * @param trace as that of a {@link MutationRequest}
     */
    public MutationReceipt undo(long clientSeq, @Nullable String name, JsonNode input, @Nullable String trace) {
        MutationReceipt receipt = submissions.undo(clientSeq, name, input, trace, machine.clockOffset());
        machine.wake();
        return receipt;
    }

    /** Whether {@link #undo} would find something to take back now. */
    public boolean canUndo(long clientSeq) {
        return coordinator.canUndo(clientSeq);
    }

    private final class Undo implements Receipts.Undo {
        @Override
        public MutationReceipt undo(long clientSeq, @Nullable String name, JsonNode input, @Nullable String trace) {
            return SyncSession.this.undo(clientSeq, name, input, trace);
        }

        @Override
        public boolean canUndo(long clientSeq) {
            return SyncSession.this.canUndo(clientSeq);
        }
    }

    /**
     * The mutations that were rejected or handed back and are neither retried nor discarded, the oldest first. One that fails is here before
     * it leaves the pending ones.
     */
    public List<FailedMutation> failed() {
        return failures.list();
    }

    /**
     * Submits a failed mutation again, under another number and on the present view. It is not a failed one any more.
     *
     * @throws IllegalArgumentException if there is no failed mutation of that number, or somebody else is retrying it
     * @throws io.zenquery.sync.InvalidMutationException if its patches do not fit the present view; it stays a failed one
     * @throws QueueFullException as {@link #submit}; it stays a failed one
     * @throws OutboxException as {@link #submit}; it stays a failed one
     */
    public MutationReceipt retry(long clientSeq) {
        return retry(clientSeq, null);
    }

    /**
     * As {@link #retry(long)}, as part of a trace.
     *
     * @param trace as that of a {@link MutationRequest}
     */
    public MutationReceipt retry(long clientSeq, @Nullable String trace) {
        FailedMutation failed = failures.claim(clientSeq);
        try {
            return submit(failed.request(coordinator.viewVersion(), trace));
        } catch (OutboxException e) {
            failures.add(failed);
            throw e;
        } finally {
            failures.release(clientSeq);
        }
    }

    /**
     * Forgets a failed mutation; false if there is none of that number.
     *
     * @throws OutboxException if that could not be written to the outbox; it will be, with what is written next
     */
    public boolean discard(long clientSeq) {
        if (!failures.remove(clientSeq)) {
            return false;
        }
        journal.discarded(clientSeq);
        journal.flush();
        return true;
    }

    private void tellFailure(MutationOutcome outcome) {
        FailedMutation failure = failures.find(outcome.mutation().clientSeq());
        if (failure != null) {
            listener.onFailed(failure);
        }
    }

    // -------------------------------------------------------------------------------------------------- connection

    /** Connects, and from now on connects again whenever the connection is lost. Returns at once. */
    public void connect() {
        machine.connect();
    }

    /** Goes offline. Everything is kept; mutations can still be made. Returns at once. */
    public void disconnect() {
        machine.disconnect();
    }

    /**
     * Ends the session. Receipts without an outcome complete with a {@link MutationWithdrawnException}; with an outbox, the mutations are
     * still in it. Returns at once.
     */
    public void close() {
        machine.close();
    }
}
