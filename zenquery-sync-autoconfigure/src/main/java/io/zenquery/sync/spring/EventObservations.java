package io.zenquery.sync.spring;

import io.micrometer.observation.ObservationRegistry;
import io.zenquery.sync.MutationOutcome;
import io.zenquery.sync.ServerDeltaMessage;
import org.jspecify.annotations.Nullable;

/**
 * Observes what listeners are told of deltas and of the ends of mutations: what they do, and log, is part of the trace of who made the change.
 * Thread-safe.
 *
 * @param registry told of them
 * @param delta what deltas are called; null for the registry's convention, or {@link DefaultSyncDeltaObservationConvention}
 * @param outcome what the ends of mutations are called; null for the registry's convention, or
 *     {@link DefaultSyncOutcomeObservationConvention}
 */
public record EventObservations(
        ObservationRegistry registry,
        @Nullable SyncDeltaObservationConvention delta,
        @Nullable SyncOutcomeObservationConvention outcome) {
    private static final SyncDeltaObservationConvention DELTA = new DefaultSyncDeltaObservationConvention();
    private static final SyncOutcomeObservationConvention OUTCOME = new DefaultSyncOutcomeObservationConvention();

    /** Observes nothing. */
    static final EventObservations NONE = new EventObservations(ObservationRegistry.NOOP, null, null);

    /** The observation of a delta; null if nobody observes. */
    @Nullable
    TaskObservation of(String channel, ServerDeltaMessage applied) {
        return registry.isNoop()
                ? null
                : new TaskObservation(() -> SyncClientObservationDocumentation.DELTA.observation(
                        delta, DELTA, () -> new SyncDeltaContext(channel, applied), registry));
    }

    /** The observation of a mutation that ended; null if nobody observes. */
    @Nullable
    TaskObservation of(String channel, MutationOutcome ended) {
        return registry.isNoop()
                ? null
                : new TaskObservation(() -> SyncClientObservationDocumentation.OUTCOME.observation(
                        outcome, OUTCOME, () -> new SyncOutcomeContext(channel, ended), registry));
    }
}
