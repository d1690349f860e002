package io.zenquery.sync.actuate.server;

import io.micrometer.common.KeyValues;

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
        return KeyValues.of("handler", context.getCall().name(), "outcome", context.getOutcome());
    }

    @Override
    public KeyValues getHighCardinalityKeyValues(SyncHandlerContext context) {
        return KeyValues.of(
                "channel", context.getCall().channel(),
                "client.id", context.getCall().clientId(),
                "client.seq", Long.toString(context.getCall().clientSeq()));
    }
}
