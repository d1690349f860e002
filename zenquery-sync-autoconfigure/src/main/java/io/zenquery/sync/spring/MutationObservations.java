package io.zenquery.sync.spring;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.zenquery.sync.protocol.TraceParent;
import io.zenquery.sync.session.MutationReceipt;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

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

    /** Runs {@code mutate}, which is given the trace; null for none. */
    MutationReceipt observe(
            String channel, @Nullable String mutation, Function<@Nullable String, MutationReceipt> mutate) {
        if (registry.isNoop()) {
            return mutate.apply(null);
        }
        SyncMutationContext context = new SyncMutationContext(channel, mutation);
        Observation observation =
                SyncMutationObservationDocumentation.MUTATION.observation(convention, DEFAULT, () -> context, registry);
        return Objects.requireNonNull(observation.observe(() -> {
            MutationReceipt receipt = mutate.apply(trace(context));
            context.setClientSeq(receipt.clientSeq());
            return receipt;
        }));
    }

    private static @Nullable String trace(SyncMutationContext context) {
        Map<String, String> carrier = context.getCarrier();
        String trace = carrier == null ? null : carrier.get(TRACE_PARENT);
        return trace != null && TraceParent.isValid(trace) ? trace : null;
    }
}
