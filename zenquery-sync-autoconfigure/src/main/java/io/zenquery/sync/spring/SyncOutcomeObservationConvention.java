package io.zenquery.sync.spring;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;

/** What the observation of how a mutation ended is called and says. A bean of this type takes the place of the default one. */
public interface SyncOutcomeObservationConvention extends ObservationConvention<SyncOutcomeContext> {

    @Override
    default boolean supportsContext(Observation.Context context) {
        return context instanceof SyncOutcomeContext;
    }
}
