package io.zenquery.sync.session;

import io.zenquery.sync.OptimisticSyncCoordinator;
import io.zenquery.sync.PendingMutation;
import io.zenquery.sync.protocol.ClientMessage.Mutation;
import io.zenquery.sync.protocol.ClientMessage.MutationBatch;
import io.zenquery.sync.protocol.ProtocolCodec;
import io.zenquery.sync.protocol.ServerMessage.Verdict;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What is to be sent: the one batch in flight, and after it the pending mutations that were in no batch yet. A batch is frozen when it is
 * made and the same each time it is sent, but for the fence. The next one is made when every member of the last has its verdict and
 * the confirmed sequence has reached all of them: its base then contains their effects (the condition of the Jupiter collaboration system,
 * Nichols et al. 1995). Used on the session's thread only.
 */
final class Outbound {
    private final OptimisticSyncCoordinator coordinator;
    private final int maxBatch;
    private final int fullBatchBytes;
    private @Nullable MutationBatch inFlight;
    private final Map<Long, String> hashes = new HashMap<>();
    private final Set<Long> decided = new HashSet<>();

    /** What the server has decided, and does not know how: if it was accepted with an effect, the delta that is yet to come says so. */
    private final Set<Long> untold = new HashSet<>();

    private long decidedAt;
    private long lastSent;
    private long previous;
    private int alone;
    private int most;

    Outbound(OptimisticSyncCoordinator coordinator, SessionBuilder settings, SessionFacts facts) {
        this.coordinator = coordinator;
        this.maxBatch = settings.maxBatch;
        this.most = maxBatch;
        this.fullBatchBytes = Math.min(settings.fullBatchBytes, settings.maxBatchBytes);
        this.lastSent = facts.lastSent();
        this.previous = facts.previous();
        this.inFlight = facts.inFlight();
        if (inFlight != null) {
            inFlight.batch().forEach(member -> hashes.put(member.clientSeq(), ProtocolCodec.hash(member)));
        }
    }

    // ---------------------------------------------------------------------------------------------------- the queue

    /** The highest number that was ever in a batch. */
    long lastSent() {
        return lastSent;
    }

    /** The number that the next batch follows on. */
    long previous() {
        return previous;
    }

    /** The highest number that must have been decided for the last batch to be made. */
    long lastDecided() {
        return inFlight == null ? previous : inFlight.prevClientSeq();
    }

    /** Whether a mutation is in no batch yet. */
    boolean isUnsent(long clientSeq) {
        return clientSeq > lastSent;
    }

    /** The lowest number that is not settled; null if there is none. */
    @Nullable
    Long firstPending() {
        List<Long> sent = sent(1);
        if (!sent.isEmpty()) {
            return sent.get(0);
        }
        List<PendingMutation> unsent = coordinator.pendingMutations(lastSent, 1);
        return unsent.isEmpty() ? null : unsent.get(0).clientSeq();
    }

    /** The highest number that is not settled; null if there is none. */
    @Nullable
    Long lastPending() {
        List<PendingMutation> all = coordinator.pendingMutations();
        return all.isEmpty() ? null : all.get(all.size() - 1).clientSeq();
    }

    // ----------------------------------------------------------------------------------------------------- a batch

    @Nullable
    MutationBatch inFlight() {
        return inFlight;
    }

    /** What becomes of a mutation whose turn has come. */
    sealed interface Turn {
        /** It is sent as this, which takes so many bytes. */
        record Send(Mutation content, int bytes) implements Turn {}

        /** It is not for this session to send, or will be taken back. */
        record Skip() implements Turn {}

        /** It is not stored yet, and nothing after it may go before it. */
        record Wait() implements Turn {}
    }

    /** Freezes the next batch if it is time and there is something to send. */
    @Nullable
    MutationBatch freeze(String fence, Function<PendingMutation, Turn> turns) {
        if (waits()) {
            return null;
        }
        int size = alone > 0 ? 1 : most;
        List<Mutation> batch = new ArrayList<>();
        int room = fullBatchBytes;
        Iterator<PendingMutation> queue = new Queue(size, lastSent);
        while (queue.hasNext() && batch.size() < size) {
            Turn turn = turns.apply(queue.next());
            if (turn instanceof Turn.Wait
                    || (turn instanceof Turn.Send send && send.bytes() > room && !batch.isEmpty())) {
                break;
            } else if (turn instanceof Turn.Send send) {
                room -= send.bytes();
                batch.add(send.content());
                hashes.put(send.content().clientSeq(), ProtocolCodec.hash(send.content()));
            }
        }
        if (batch.isEmpty()) {
            return null;
        }
        alone = Math.max(0, alone - 1);
        inFlight = new MutationBatch(fence, coordinator.confirmedServerSeq(), previous, batch);
        lastSent = batch.get(batch.size() - 1).clientSeq();
        previous = lastSent;
        return inFlight;
    }

    /** The pending mutations above a number, looked up a page at a time: a long queue costs no more than what is looked at. */
    private final class Queue implements Iterator<PendingMutation> {
        private final int size;
        private Iterator<PendingMutation> page = Collections.emptyIterator();
        private long last;

        Queue(int size, long above) {
            this.size = size;
            this.last = above;
        }

        @Override
        public boolean hasNext() {
            if (!page.hasNext()) {
                page = coordinator.pendingMutations(last, size).iterator();
            }
            return page.hasNext();
        }

        @Override
        public PendingMutation next() {
            PendingMutation next = page.next();
            last = next.clientSeq();
            return next;
        }
    }

    /** Notes a verdict; false if its number was never sent, has one, or has ended. */
    boolean note(Verdict verdict) {
        if (isUnsent(verdict.clientSeq())
                || !isOurs(coordinator.pendingMutation(verdict.clientSeq()))
                || !decided.add(verdict.clientSeq())) {
            return false;
        }
        untold.remove(verdict.clientSeq());
        decidedAt = Math.max(decidedAt, verdict.decidedAt());
        return true;
    }

    /**
     * Lets go of what was sent if all of it is decided and visible in the confirmed sequence: it has left the queue then. Between two
     * logs it has not, whatever the numbers.
     */
    void settle() {
        if (waits() && sent(1).isEmpty() && coordinator.confirmedServerSeq() >= decidedAt) {
            boolean isTaken = inFlight != null;
            inFlight = null;
            hashes.clear();
            forgetVerdicts();
            if (isTaken) {
                most = Math.min(maxBatch, most + 1);
            }
        }
    }

    private boolean waits() {
        return inFlight != null || !decided.isEmpty() || !untold.isEmpty();
    }

    /** What was sent, and not decided as far as is known. */
    List<Long> undecided() {
        return sent(Integer.MAX_VALUE).stream()
                .filter(clientSeq -> !decided.contains(clientSeq) && !untold.contains(clientSeq))
                .toList();
    }

    /** The server has decided what was sent up to {@code lastDecided}, and deltas are to come: those of what has no verdict may be among them. */
    void awaitDeltas(long lastDecided) {
        undecided().stream()
                .filter(clientSeq -> clientSeq <= lastDecided && hashes.containsKey(clientSeq))
                .forEach(untold::add);
    }

    /** What the server has decided, and has not told how, by a verdict or a delta. */
    List<Long> untold() {
        return sent(Integer.MAX_VALUE).stream().filter(untold::contains).toList();
    }

    /**
     * What was in a batch and is pending: the batch in flight, and what was decided of one that was taken back. After a restart, also
     * what had a verdict then.
     *
     * @param most how many of them to look for
     */
    private List<Long> sent(int most) {
        List<Long> sent = new ArrayList<>();
        Iterator<PendingMutation> queue = new Queue(Math.min(maxBatch, most), 0);
        while (queue.hasNext() && sent.size() < most) {
            PendingMutation next = queue.next();
            if (isUnsent(next.clientSeq())) {
                break;
            } else if (isOurs(next)) {
                sent.add(next.clientSeq());
            }
        }
        return sent;
    }

    private static boolean isOurs(@Nullable PendingMutation pending) {
        return pending != null && pending.mutationInfo() instanceof MutationRequest;
    }

    /** The hash of a mutation in flight; null for any other number. */
    @Nullable
    String hash(long clientSeq) {
        return hashes.get(clientSeq);
    }

    // ------------------------------------------------------------------------------------------- what goes wrong

    /** What is undecided of what was sent is to be frozen anew; what is decided waits on, for its delta where that says how. */
    void unfreeze() {
        List<Long> undecided = undecided();
        if (!undecided.isEmpty()) {
            lastSent = undecided.get(0) - 1;
            if (inFlight != null) {
                previous = inFlight.prevClientSeq();
            }
            decided.forEach(clientSeq -> previous = Math.max(previous, clientSeq));
            untold.forEach(clientSeq -> previous = Math.max(previous, clientSeq));
        }
        inFlight = null;
        hashes.keySet().retainAll(untold);
    }

    /** As {@link #unfreeze}, and the next batches have one member each, until all of this one have been sent so. */
    void unfreezeOneByOne() {
        alone = undecided().size();
        unfreeze();
    }

    /** As {@link #unfreeze}, and the next batch has half as many members as were undecided; each after it that is taken lets the next have one more. */
    void unfreezeHalved() {
        most = Math.max(1, undecided().size() / 2);
        unfreeze();
    }

    /** The verdicts were those of a log that is no more. */
    void forgetVerdicts() {
        decided.clear();
        untold.clear();
        decidedAt = 0;
    }

    /** The server has decided this client's numbers up to {@code lastDecided}: the next batch follows on that. */
    void follow(long lastDecided) {
        if (inFlight == null) {
            previous = lastDecided;
        }
    }
}
