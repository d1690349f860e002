package io.zenquery.sync.spring;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.zenquery.sync.protocol.TraceParent;
import io.zenquery.sync.session.FailedMutation;
import io.zenquery.sync.session.MutationReceipt;
import io.zenquery.sync.session.SyncSession;
import io.zenquery.sync.spring.SyncMutationContext.Operation;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Observes mutations as they are made, and finds out which trace they are part of. Thread-safe.
 *
 * @param registry told of them
 * @param convention what they are called; null for the registry's, or {@link DefaultSyncMutationObservationConvention}
 */
public record MutationObservations(
        ObservationRegistry registry, @Nullable SyncMutationObservationConvention convention) {
    private static final SyncMutationObservationConvention DEFAULT = new DefaultSyncMutationObservationConvention();
    private static final String TRACE_PARENT = "traceparent";

    /** Observes nothing, and knows of no trace. */
    static final MutationObservations NONE = new MutationObservations(ObservationRegistry.NOOP, null);

    /**
     * Submits a failed mutation of a channel again, as {@link SyncSession#retry(long)}.
     *
     * @param session that of the channel
     */
    public MutationReceipt retry(String channel, SyncSession session, long clientSeq) {
        String mutation = session.failed().stream()
                .filter(failed -> failed.clientSeq() == clientSeq)
                .findAny()
                .map(FailedMutation::name)
                .orElse(null);
        return observe(channel, mutation, Operation.RETRY, trace -> session.retry(clientSeq, trace));
    }

    /**
     * Runs {@code mutate}, which is given the trace; null for none. An undo by the receipt is observed too.
     *
     * @param mutation its name; null if it has none
     */
    MutationReceipt observe(
            String channel,
            @Nullable String mutation,
            Operation operation,
            Function<@Nullable String, MutationReceipt> mutate) {
        if (registry.isNoop()) {
            return mutate.apply(null);
        }
        SyncMutationContext context = new SyncMutationContext(channel, mutation, operation);
        Observation observation =
                SyncClientObservationDocumentation.MUTATION.observation(convention, DEFAULT, () -> context, registry);
        return new ObservedReceipt(channel, Objects.requireNonNull(observation.observe(() -> {
            MutationReceipt receipt = mutate.apply(trace(context));
            context.setClientSeq(receipt.clientSeq());
            return receipt;
        })));
    }

    /** The receipt of a mutation that was observed: what takes it back is observed as well. */
    private final class ObservedReceipt implements MutationReceipt {
        private final String channel;
        private final MutationReceipt receipt;

        ObservedReceipt(String channel, MutationReceipt receipt) {
            this.channel = channel;
            this.receipt = receipt;
        }

        @Override
        public long clientSeq() {
            return receipt.clientSeq();
        }

        @Override
        public CompletionStage<Void> accepted() {
            return receipt.accepted();
        }

        @Override
        public CompletionStage<Void> visible() {
            return receipt.visible();
        }

        @Override
        public MutationReceipt undo(@Nullable String name, @Nullable JsonNode input) {
            return observe(channel, name, Operation.UNDO, trace -> receipt.undo(name, input, trace));
        }

        @Override
        public MutationReceipt undo(@Nullable String name, @Nullable JsonNode input, @Nullable String trace) {
            return new ObservedReceipt(channel, receipt.undo(name, input, trace));
        }

        @Override
        public boolean canUndo() {
            return receipt.canUndo();
        }
    }

    private static @Nullable String trace(SyncMutationContext context) {
        Map<String, String> carrier = context.getCarrier();
        String trace = carrier == null ? null : carrier.get(TRACE_PARENT);
        return trace != null && TraceParent.isValid(trace) ? trace : null;
    }
}
