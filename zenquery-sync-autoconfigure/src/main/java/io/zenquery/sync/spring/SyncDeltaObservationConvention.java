package io.zenquery.sync.spring;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;

/** What the observation of a delta at a client is called and says. A bean of this type takes the place of the default one. */
public interface SyncDeltaObservationConvention extends ObservationConvention<SyncDeltaContext> {

    @Override
    default boolean supportsContext(Observation.Context context) {
        return context instanceof SyncDeltaContext;
    }
}
