package io.zenquery.sync.autoconfigure.server;

import io.micrometer.core.instrument.MeterRegistry;
import io.zenquery.sync.actuate.server.FanOutMeters;
import io.zenquery.sync.actuate.server.ServerMeters;
import io.zenquery.sync.server.SyncServer;
import io.zenquery.sync.stomp.server.ClientSessions;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.messaging.support.AbstractSubscribableChannel;

/** The server's meters, where the application has a registry. */
@AutoConfiguration(
        after = ZenQuerySyncServerStompAutoConfiguration.class,
        afterName = "org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration")
@ConditionalOnClass({SyncServer.class, MeterRegistry.class, AbstractSubscribableChannel.class})
@ConditionalOnBean({SyncServer.class, ClientSessions.class, MeterRegistry.class})
@EnableConfigurationProperties(ZenQuerySyncServerMetricsProperties.class)
public final class ZenQuerySyncServerMetricsAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean
    ServerMeters syncServerMeters(MeterRegistry registry, ZenQuerySyncServerMetricsProperties properties) {
        return new ServerMeters(registry, properties.maxChannels());
    }

    @Bean
    @ConditionalOnMissingBean
    FanOutMeters syncFanOutMeters(
            MeterRegistry registry,
            ServerMeters meters,
            ClientSessions sessions,
            @Qualifier("clientOutboundChannel") AbstractSubscribableChannel outbound) {
        return new FanOutMeters(registry, meters, sessions, outbound);
    }
}
