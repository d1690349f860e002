package io.zenquery.sync.spring;

import io.micrometer.common.KeyValue;
import io.micrometer.common.KeyValues;

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
                KeyValue.of("channel", context.getChannel()),
                KeyValue.of("mutation", context.getMutation() == null ? NONE : context.getMutation()));
    }

    @Override
    public KeyValues getHighCardinalityKeyValues(SyncMutationContext context) {
        Long clientSeq = context.getClientSeq();
        return clientSeq == null ? KeyValues.empty() : KeyValues.of("client.seq", clientSeq.toString());
    }
}
