package io.zenquery.sync.spring;

import io.micrometer.common.KeyValues;
import io.zenquery.sync.spring.SyncClientObservationDocumentation.DeltaHighCardinality;
import io.zenquery.sync.spring.SyncClientObservationDocumentation.DeltaLowCardinality;

/**
 * The observation {@code zenquery.sync.delta}, with the channel and whose change it is, {@code own} or {@code other}; its number is of high
 * cardinality.
 */
public class DefaultSyncDeltaObservationConvention implements SyncDeltaObservationConvention {

    @Override
    public String getName() {
        return "zenquery.sync.delta";
    }

    @Override
    public String getContextualName(SyncDeltaContext context) {
        return "apply " + context.getChannel();
    }

    @Override
    public KeyValues getLowCardinalityKeyValues(SyncDeltaContext context) {
        String origin = context.getDelta().origin() == null ? "other" : "own";
        return KeyValues.of(
                DeltaLowCardinality.CHANNEL.withValue(context.getChannel()),
                DeltaLowCardinality.ORIGIN.withValue(origin));
    }

    @Override
    public KeyValues getHighCardinalityKeyValues(SyncDeltaContext context) {
        return KeyValues.of(DeltaHighCardinality.SERVER_SEQ.withValue(
                Long.toString(context.getDelta().serverSeq())));
    }
}
