package io.zenquery.sync.actuate.server;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;

/** What the observation of a handler's call is called and says. A bean of this type takes the place of the default one. */
public interface SyncHandlerObservationConvention extends ObservationConvention<SyncHandlerContext> {

    @Override
    default boolean supportsContext(Observation.Context context) {
        return context instanceof SyncHandlerContext;
    }
}
