package io.zenquery.sync.session;

import io.zenquery.sync.MutationOutcome;
import io.zenquery.sync.PendingMutation;
import io.zenquery.sync.protocol.ServerMessage.Reason;
import io.zenquery.sync.protocol.ServerMessage.Rejection;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The failed mutations that nobody has retried or discarded yet, the oldest first. Thread-safe. */
final class Failures {
    private final InstantSource clock;
    private final int bound;
    private final Map<Long, FailedMutation> failed = new LinkedHashMap<>(); // guarded by this
    private final Set<Long> claimed = new HashSet<>(); // guarded by this

    Failures(InstantSource clock, int bound) {
        this.clock = clock;
        this.bound = bound;
    }

    /** The failure that an outcome is; null if it is none, or nothing that a session submitted. */
    @Nullable
    FailedMutation of(MutationOutcome outcome) {
        if (!(outcome.mutation().mutationInfo() instanceof MutationRequest)) {
            return null;
        }
        if (outcome instanceof MutationOutcome.Rejected rejected) {
            if (rejected.error() instanceof Rejection error) {
                String code = error.reason() == Reason.DEPENDENCY ? "dependency" : error.code();
                return of(outcome.mutation(), code, error.message());
            }
            return of(outcome.mutation(), "rejected", String.valueOf(rejected.error()));
        } else if (outcome instanceof MutationOutcome.Withdrawn withdrawn
                && !withdrawn.code().equals(Withdrawal.NOT_STORED.code)
                && !withdrawn.isOvertakenUndo()) {
            return of(outcome.mutation(), withdrawn.code(), withdrawn.reason());
        }
        return null;
    }

    FailedMutation of(PendingMutation mutation, String code, String message) {
        MutationRequest request = (MutationRequest) mutation.mutationInfo();
        if (request == null) {
            throw new IllegalArgumentException("expected a mutation that a session submitted, got " + mutation);
        }
        return new FailedMutation(
                mutation.clientSeq(),
                request.name(),
                request.input(),
                request.patches(),
                request.creates(),
                code,
                message,
                clock.instant());
    }

    /** Keeps a failure; returns the oldest one, which goes, if there are too many. */
    synchronized @Nullable FailedMutation add(FailedMutation failure) {
        failed.put(failure.clientSeq(), failure);
        if (failed.size() <= bound) {
            return null;
        }
        return failed.remove(failed.keySet().iterator().next());
    }

    synchronized @Nullable FailedMutation find(long clientSeq) {
        return failed.get(clientSeq);
    }

    /**
     * Reserves a failure for one attempt; it stays in the list until the attempt is registered.
     *
     * @throws IllegalArgumentException if there is none of that number, or an attempt is under way
     */
    synchronized FailedMutation claim(long clientSeq) {
        FailedMutation failure = failed.get(clientSeq);
        if (failure == null || !claimed.add(clientSeq)) {
            throw new IllegalArgumentException(
                    "expected the number of a failed mutation that nobody retries, got " + clientSeq);
        }
        return failure;
    }

    synchronized void release(long clientSeq) {
        claimed.remove(clientSeq);
    }

    synchronized boolean remove(long clientSeq) {
        return failed.remove(clientSeq) != null;
    }

    synchronized List<FailedMutation> list() {
        return List.copyOf(failed.values());
    }
}
