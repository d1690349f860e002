package io.zenquery.sync.autoconfigure.server;

import io.micrometer.observation.ObservationRegistry;
import io.zenquery.sync.actuate.server.HandlerObservations;
import io.zenquery.sync.actuate.server.SyncHandlerObservationConvention;
import io.zenquery.sync.server.SyncServer;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/** Observations of handlers, where the application has a registry of observations. */
@AutoConfiguration(
        after = ZenQuerySyncServerAutoConfiguration.class,
        afterName = "org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration")
@ConditionalOnClass({SyncServer.class, ObservationRegistry.class})
@ConditionalOnBean({SyncServer.class, ObservationRegistry.class})
public final class ZenQuerySyncServerObservationAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean
    HandlerObservations syncHandlerObservations(
            ObservationRegistry registry, ObjectProvider<SyncHandlerObservationConvention> convention) {
        return new HandlerObservations(registry, convention.getIfUnique());
    }
}
