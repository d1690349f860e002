package io.zenquery.sync.spring;

import io.micrometer.common.KeyValues;
import io.zenquery.sync.spring.SyncMutationObservationDocumentation.HighCardinality;
import io.zenquery.sync.spring.SyncMutationObservationDocumentation.LowCardinality;

/** The observation {@code zenquery.sync.mutation}, with the channel and the mutation's name; its number is of high cardinality. */
public class DefaultSyncMutationObservationConvention implements SyncMutationObservationConvention {
    private static final String NONE = "none";

    @Override
    public String getName() {
        return "zenquery.sync.mutation";
    }

    @Override
    public String getContextualName(SyncMutationContext context) {
        return "mutate " + (context.getMutation() == null ? context.getChannel() : context.getMutation());
    }

    @Override
    public KeyValues getLowCardinalityKeyValues(SyncMutationContext context) {
        return KeyValues.of(
                LowCardinality.CHANNEL.withValue(context.getChannel()),
                LowCardinality.MUTATION.withValue(context.getMutation() == null ? NONE : context.getMutation()));
    }

    @Override
    public KeyValues getHighCardinalityKeyValues(SyncMutationContext context) {
        Long clientSeq = context.getClientSeq();
        return clientSeq == null
                ? KeyValues.empty()
                : KeyValues.of(HighCardinality.CLIENT_SEQ.withValue(clientSeq.toString()));
    }
}
