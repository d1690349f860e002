package io.zenquery.sync.spring;

import io.micrometer.common.KeyValues;
import io.zenquery.sync.MutationOutcome;
import io.zenquery.sync.spring.SyncClientObservationDocumentation.OutcomeHighCardinality;
import io.zenquery.sync.spring.SyncClientObservationDocumentation.OutcomeLowCardinality;

/**
 * The observation {@code zenquery.sync.outcome}, with the channel, the mutation's name and how it ended: {@code confirmed},
 * {@code rejected} or {@code withdrawn}; its number is of high cardinality.
 */
public class DefaultSyncOutcomeObservationConvention implements SyncOutcomeObservationConvention {

    @Override
    public String getName() {
        return "zenquery.sync.outcome";
    }

    @Override
    public String getContextualName(SyncOutcomeContext context) {
        String mutation = context.getMutation();
        return outcome(context) + " " + (mutation == null ? context.getChannel() : mutation);
    }

    @Override
    public KeyValues getLowCardinalityKeyValues(SyncOutcomeContext context) {
        String mutation = context.getMutation();
        return KeyValues.of(
                OutcomeLowCardinality.CHANNEL.withValue(context.getChannel()),
                OutcomeLowCardinality.MUTATION.withValue(mutation == null ? "none" : mutation),
                OutcomeLowCardinality.OUTCOME.withValue(outcome(context)));
    }

    @Override
    public KeyValues getHighCardinalityKeyValues(SyncOutcomeContext context) {
        return KeyValues.of(OutcomeHighCardinality.CLIENT_SEQ.withValue(
                Long.toString(context.getOutcome().mutation().clientSeq())));
    }

    private static String outcome(SyncOutcomeContext context) {
        MutationOutcome outcome = context.getOutcome();
        if (outcome instanceof MutationOutcome.Confirmed) {
            return "confirmed";
        }
        return outcome instanceof MutationOutcome.Rejected ? "rejected" : "withdrawn";
    }
}
