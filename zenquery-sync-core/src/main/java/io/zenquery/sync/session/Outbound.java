package io.zenquery.sync.session;

import io.zenquery.sync.OptimisticSyncCoordinator;
import io.zenquery.sync.protocol.ClientMessage.Mutation;
import io.zenquery.sync.protocol.ClientMessage.MutationBatch;
import io.zenquery.sync.protocol.ProtocolCodec;
import io.zenquery.sync.protocol.ServerMessage.Verdict;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * What is to be sent: the mutations not sent yet, and the one batch in flight. A batch is frozen when it is made and the same each
 * time it is sent, but for the fence. The next one is made when every member of the last has its verdict and the confirmed
 * sequence has reached all of them: its base then contains their effects (the condition of the Jupiter collaboration system,
 * Nichols et al. 1995). Used on the session's thread only.
 */
final class Outbound {
    private final OptimisticSyncCoordinator coordinator;
    private final int maxBatch;
    private final int maxBatchBytes;
    private final Deque<Long> unsent = new ArrayDeque<>();
    private @Nullable MutationBatch inFlight;
    private final Map<Long, String> hashes = new HashMap<>();
    private final Set<Long> decided = new HashSet<>();
    private long decidedAt;
    private long lastSent;

    Outbound(OptimisticSyncCoordinator coordinator, int maxBatch, int maxBatchBytes) {
        this.coordinator = coordinator;
        this.maxBatch = maxBatch;
        this.maxBatchBytes = maxBatchBytes;
    }

    void add(long clientSeq) {
        unsent.addLast(clientSeq);
    }

    /** Takes back a mutation that was not sent; false if it was. */
    boolean takeBack(long clientSeq) {
        return unsent.remove(clientSeq);
    }

    @Nullable
    MutationBatch inFlight() {
        return inFlight;
    }

    /**
     * Freezes the next batch if it is time and there is something to send.
     *
     * @param tooLarge receives the numbers of mutations that no batch can take
     */
    @Nullable
    MutationBatch freeze(String fence, LongFunction<@Nullable Mutation> content, List<Long> tooLarge) {
        if (inFlight != null) {
            return null;
        }
        List<Mutation> batch = new ArrayList<>();
        int room = maxBatchBytes;
        while (!unsent.isEmpty() && batch.size() < maxBatch) {
            Mutation mutation = content.apply(unsent.getFirst());
            int size = mutation == null ? 0 : ProtocolCodec.size(mutation);
            if (mutation != null && size > maxBatchBytes) {
                tooLarge.add(mutation.clientSeq());
            } else if (size > room) {
                break;
            } else if (mutation != null) {
                batch.add(mutation);
                hashes.put(mutation.clientSeq(), ProtocolCodec.hash(mutation));
                room -= size;
            }
            unsent.removeFirst();
        }
        if (batch.isEmpty()) {
            return null;
        }
        inFlight = new MutationBatch(fence, coordinator.confirmedServerSeq(), lastSent, batch);
        lastSent = batch.get(batch.size() - 1).clientSeq();
        return inFlight;
    }

    /** Notes a verdict; false if its number is not in flight. */
    boolean note(Verdict verdict) {
        if (inFlight == null
                || inFlight.batch().stream().noneMatch(mutation -> mutation.clientSeq() == verdict.clientSeq())) {
            return false;
        }
        decided.add(verdict.clientSeq());
        decidedAt = Math.max(decidedAt, verdict.decidedAt());
        return true;
    }

    /** Lets go of the batch in flight if all of it is decided and visible in the confirmed sequence. */
    void settle() {
        if (inFlight != null && undecided().isEmpty() && coordinator.confirmedServerSeq() >= decidedAt) {
            forget();
        }
    }

    /** The members of the batch in flight without a verdict. */
    List<Long> undecided() {
        return inFlight == null
                ? List.of()
                : inFlight.batch().stream()
                        .map(Mutation::clientSeq)
                        .filter(clientSeq -> !decided.contains(clientSeq))
                        .toList();
    }

    /** The hash of a mutation in flight; null for any other number. */
    @Nullable
    String hash(long clientSeq) {
        return hashes.get(clientSeq);
    }

    /** Puts what is undecided of the batch in flight back in front of the queue, to be frozen anew. */
    void unfreeze() {
        List<Long> back = undecided();
        if (inFlight != null) {
            lastSent = inFlight.prevClientSeq();
            for (Mutation mutation : inFlight.batch()) {
                if (decided.contains(mutation.clientSeq())) {
                    lastSent = mutation.clientSeq();
                }
            }
        }
        for (int i = back.size() - 1; i >= 0; i--) {
            unsent.addFirst(back.get(i));
        }
        forget();
    }

    /** Drops the batch in flight and says which of it were undecided. */
    List<Long> abandon() {
        List<Long> undecided = undecided();
        forget();
        return undecided;
    }

    /** Drops the batch in flight and says what was in it without being settled, decided or not. */
    List<Long> abandonAll() {
        Set<Long> pending = new HashSet<>();
        coordinator.pendingMutations().forEach(mutation -> pending.add(mutation.clientSeq()));
        List<Long> members = inFlight == null
                ? List.of()
                : inFlight.batch().stream()
                        .map(Mutation::clientSeq)
                        .filter(pending::contains)
                        .toList();
        forget();
        return members;
    }

    /** The server has decided this client's numbers up to {@code lastDecided}: the next batch follows on that. */
    void follow(long lastDecided) {
        if (inFlight == null) {
            lastSent = lastDecided;
        }
    }

    @Nullable
    Long firstUndecided() {
        List<Long> sent = undecided();
        return !sent.isEmpty() ? sent.get(0) : unsent.peekFirst();
    }

    @Nullable
    Long lastUndecided() {
        List<Long> sent = undecided();
        Long last = unsent.peekLast();
        return last != null ? last : sent.isEmpty() ? null : sent.get(sent.size() - 1);
    }

    private void forget() {
        inFlight = null;
        hashes.clear();
        decided.clear();
        decidedAt = 0;
    }
}
