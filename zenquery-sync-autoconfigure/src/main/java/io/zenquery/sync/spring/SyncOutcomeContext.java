package io.zenquery.sync.spring;

import io.micrometer.observation.transport.Kind;
import io.micrometer.observation.transport.ReceiverContext;
import io.zenquery.sync.MutationOutcome;
import io.zenquery.sync.session.MutationRequest;
import org.jspecify.annotations.Nullable;

/**
 * How a mutation ended, as an observation: from when the first listener is told of it until the last one has been. Its parent is the trace
 * of the mutation, if that has one.
 */
public class SyncOutcomeContext extends ReceiverContext<MutationOutcome> {
    private final String channel;
    private final MutationOutcome outcome;

    /** @param outcome how it ended */
    public SyncOutcomeContext(String channel, MutationOutcome outcome) {
        super((carrier, key) -> key.equalsIgnoreCase("traceparent") ? trace(carrier) : null, Kind.CONSUMER);
        this.channel = channel;
        this.outcome = outcome;
        setCarrier(outcome);
    }

    /** The channel. */
    public String getChannel() {
        return channel;
    }

    /** How it ended. */
    public MutationOutcome getOutcome() {
        return outcome;
    }

    /** The name of the mutation; null if it has none, or did not pass through a session. */
    public @Nullable String getMutation() {
        MutationRequest request = request(outcome);
        return request == null ? null : request.name();
    }

    private static @Nullable String trace(MutationOutcome outcome) {
        MutationRequest request = request(outcome);
        return request == null ? null : request.trace();
    }

    private static @Nullable MutationRequest request(MutationOutcome outcome) {
        return outcome.mutation().mutationInfo() instanceof MutationRequest request ? request : null;
    }
}
