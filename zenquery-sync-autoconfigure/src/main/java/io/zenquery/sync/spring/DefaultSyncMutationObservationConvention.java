package io.zenquery.sync.spring;

import io.micrometer.common.KeyValues;
import io.zenquery.sync.spring.SyncClientObservationDocumentation.MutationHighCardinality;
import io.zenquery.sync.spring.SyncClientObservationDocumentation.MutationLowCardinality;
import java.util.Locale;

/**
 * The observation {@code zenquery.sync.mutation}, with the channel, the mutation's name and what makes it; its number is of high
 * cardinality.
 */
public class DefaultSyncMutationObservationConvention implements SyncMutationObservationConvention {
    private static final String NONE = "none";

    @Override
    public String getName() {
        return "zenquery.sync.mutation";
    }

    @Override
    public String getContextualName(SyncMutationContext context) {
        return operation(context) + " "
                + (context.getMutation() == null ? context.getChannel() : context.getMutation());
    }

    @Override
    public KeyValues getLowCardinalityKeyValues(SyncMutationContext context) {
        return KeyValues.of(
                MutationLowCardinality.CHANNEL.withValue(context.getChannel()),
                MutationLowCardinality.MUTATION.withValue(context.getMutation() == null ? NONE : context.getMutation()),
                MutationLowCardinality.OPERATION.withValue(operation(context)));
    }

    private static String operation(SyncMutationContext context) {
        return context.getOperation().name().toLowerCase(Locale.ROOT);
    }

    @Override
    public KeyValues getHighCardinalityKeyValues(SyncMutationContext context) {
        Long clientSeq = context.getClientSeq();
        return clientSeq == null
                ? KeyValues.empty()
                : KeyValues.of(MutationHighCardinality.CLIENT_SEQ.withValue(clientSeq.toString()));
    }
}
