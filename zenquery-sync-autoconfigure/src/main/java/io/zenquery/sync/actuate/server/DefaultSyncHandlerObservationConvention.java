package io.zenquery.sync.actuate.server;

import io.micrometer.common.KeyValues;
import io.zenquery.sync.actuate.server.SyncHandlerObservationDocumentation.HighCardinality;
import io.zenquery.sync.actuate.server.SyncHandlerObservationDocumentation.LowCardinality;

/**
 * The observation {@code zenquery.sync.handling}, with the handler's name and how it decided. The channel, who writes and the mutation's number are of high
 * cardinality, since clients make them up.
 */
public class DefaultSyncHandlerObservationConvention implements SyncHandlerObservationConvention {

    @Override
    public String getName() {
        return "zenquery.sync.handling";
    }

    @Override
    public String getContextualName(SyncHandlerContext context) {
        return "handle " + context.getCall().name();
    }

    @Override
    public KeyValues getLowCardinalityKeyValues(SyncHandlerContext context) {
        return KeyValues.of(
                LowCardinality.HANDLER.withValue(context.getCall().name()),
                LowCardinality.OUTCOME.withValue(context.getOutcome()));
    }

    @Override
    public KeyValues getHighCardinalityKeyValues(SyncHandlerContext context) {
        return KeyValues.of(
                HighCardinality.CHANNEL.withValue(context.getCall().channel()),
                HighCardinality.CLIENT_ID.withValue(context.getCall().clientId()),
                HighCardinality.CLIENT_SEQ.withValue(
                        Long.toString(context.getCall().clientSeq())));
    }
}
