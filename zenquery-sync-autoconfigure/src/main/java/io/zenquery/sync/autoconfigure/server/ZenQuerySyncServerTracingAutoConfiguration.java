package io.zenquery.sync.autoconfigure.server;

import io.micrometer.tracing.Tracer;
import io.micrometer.tracing.propagation.Propagator;
import io.zenquery.sync.actuate.server.TracerCurrentTrace;
import io.zenquery.sync.server.CurrentTrace;
import io.zenquery.sync.server.SyncServer;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/** The trace that deltas take along, where the application has Micrometer Tracing. */
@AutoConfiguration(
        after = ZenQuerySyncServerAutoConfiguration.class,
        afterName = "org.springframework.boot.micrometer.tracing.autoconfigure.MicrometerTracingAutoConfiguration")
@ConditionalOnClass({SyncServer.class, Tracer.class})
@ConditionalOnBean({SyncServer.class, Tracer.class, Propagator.class})
public final class ZenQuerySyncServerTracingAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean
    CurrentTrace syncCurrentTrace(Tracer tracer, Propagator propagator) {
        return new TracerCurrentTrace(tracer, propagator);
    }
}
