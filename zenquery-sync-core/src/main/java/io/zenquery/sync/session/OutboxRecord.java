package io.zenquery.sync.session;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.zenquery.sync.patch.AtomKey;
import io.zenquery.sync.patch.Patch;
import io.zenquery.sync.protocol.ClientMessage.Mutation;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** One entry of the outbox. The first one is a checkpoint; what comes after it happened after it, in that order. */
sealed interface OutboxRecord {

    /**
     * Everything at one moment; see {@link io.zenquery.sync.CoordinatorCheckpoint}.
     *
     * @param undos which mutation each pending undo takes back; null for none
     */
    record Checkpoint(
            SessionFacts facts,
            long lastClientSeq,
            long serverSeq,
            Map<AtomKey, JsonNode> confirmed,
            List<Mutation> pending,
            Set<Long> hidden,
            List<FailedMutation> failed,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            Map<Long, Long> undos)
            implements OutboxRecord {}

    /**
     * A mutation was registered.
     *
     * @param retryOf the failed one that it is another attempt of, which is not a failed one any more; null for none
     * @param undoOf the one that it takes back; null for none
     */
    record Registered(
            Mutation mutation,
            @Nullable Long retryOf,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            Long undoOf) implements OutboxRecord {}

    /**
     * A delta was applied.
     *
     * @param own the mutation that it ended; null for none
     */
    record Applied(
            long serverSeq,
            @Nullable Long own,
            Map<AtomKey, List<Patch>> patches,
            @Nullable Instant stamp) implements OutboxRecord {}

    /**
     * A mutation left the queue, if a delta has not taken it out before.
     *
     * @param failure how it failed; null if it did not
     */
    record Ended(long clientSeq, @Nullable FailedMutation failure) implements OutboxRecord {}

    /** A failed mutation was discarded. */
    record Discarded(long clientSeq) implements OutboxRecord {}

    /** What the session knows has changed. */
    record Noted(SessionFacts facts) implements OutboxRecord {}
}
