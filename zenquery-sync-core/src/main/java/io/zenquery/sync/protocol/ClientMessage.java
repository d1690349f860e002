package io.zenquery.sync.protocol;

import io.zenquery.sync.patch.AtomKey;
import io.zenquery.sync.patch.Patch;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** What a client says. */
public sealed interface ClientMessage {

    /**
     * Begins, or begins anew, after each connect and when deltas are missing.
     *
     * @param clientId who writes
     * @param clientEpoch which incarnation of its store
     * @param serverEpoch which incarnation of the log {@code confirmedServerSeq} counts in; null at the first connect
     * @param confirmedServerSeq the last delta applied, from 0
     * @param firstPending the lowest number without a verdict; null if there is none
     * @param lastPending the highest number without a verdict; null if there is none
     * @param attempt counts the resumes of a client's process, from 1: the answer repeats it, so that a late answer to an earlier one is
     *     told; 0 for not counted
     */
    record Resume(
            String clientId,
            String clientEpoch,
            @Nullable String serverEpoch,
            long confirmedServerSeq,
            @Nullable Long firstPending,
            @Nullable Long lastPending,
            long attempt)
            implements ClientMessage {

        /** A resume that is not counted. */
        public Resume(
                String clientId,
                String clientEpoch,
                @Nullable String serverEpoch,
                long confirmedServerSeq,
                @Nullable Long firstPending,
                @Nullable Long lastPending) {
            this(clientId, clientEpoch, serverEpoch, confirmedServerSeq, firstPending, lastPending, 0);
        }
    }

    /**
     * Mutations to decide, in order. The unit of sending again: the same bytes each time, but for the fence.
     *
     * @param fence from the last {@link ServerMessage.Welcome}; a batch with an older one is dropped
     * @param baseServerSeq the delta on top of which the patches were made
     * @param prevClientSeq the last number of the batch before; 0 for the first
     * @param batch in ascending order, not empty
     */
    record MutationBatch(String fence, long baseServerSeq, long prevClientSeq, List<Mutation> batch)
            implements ClientMessage {
        public MutationBatch {
            batch = List.copyOf(batch);
        }

        /** The same batch under another fence. */
        public MutationBatch withFence(String newFence) {
            return new MutationBatch(newFence, baseServerSeq, prevClientSeq, batch);
        }
    }

    /**
     * One mutation.
     *
     * @param clientSeq its number, from 1
     * @param name the handler that decides; null for the default one, which applies the patches
     * @param input what that handler works on; JSON {@code null} for nothing
     * @param patches per atom, what the client predicts, against the base with all earlier members of the batch in it
     * @param strategies per atom, the conflict strategy, where it is not {@code rebase}
     * @param stamp when it was made, by the server's clock as the client knew it
     * @param creates temporary ids that it makes up for what it creates; the server's verdict may say which ids these have become
     * @param trace which trace it is part of, as a {@link TraceParent}; null for none. No content: it is not hashed
     */
    record Mutation(
            long clientSeq,
            @Nullable String name,
            JsonNode input,
            Map<AtomKey, List<Patch>> patches,
            Map<AtomKey, String> strategies,
            @Nullable Instant stamp,
            Set<String> creates,
            @Nullable String trace) {
        public Mutation {
            creates = Collections.unmodifiableSet(new TreeSet<>(creates));
        }

        /** A mutation without a trace. */
        public Mutation(
                long clientSeq,
                @Nullable String name,
                JsonNode input,
                Map<AtomKey, List<Patch>> patches,
                Map<AtomKey, String> strategies,
                @Nullable Instant stamp,
                Set<String> creates) {
            this(clientSeq, name, input, patches, strategies, stamp, creates, null);
        }

        /** A mutation without temporary ids. */
        public Mutation(
                long clientSeq,
                @Nullable String name,
                JsonNode input,
                Map<AtomKey, List<Patch>> patches,
                Map<AtomKey, String> strategies,
                @Nullable Instant stamp) {
            this(clientSeq, name, input, patches, strategies, stamp, Set.of());
        }
    }
}
