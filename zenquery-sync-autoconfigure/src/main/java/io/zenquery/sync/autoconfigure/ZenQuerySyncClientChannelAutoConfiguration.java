package io.zenquery.sync.autoconfigure;

import io.zenquery.sync.OptimisticSyncCoordinator;
import io.zenquery.sync.actuate.client.ClientChannel;
import io.zenquery.sync.actuate.client.ConnectionHistory;
import io.zenquery.sync.session.SyncSession;
import java.time.InstantSource;
import java.util.Objects;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;

/** How the client's channel stands, for those who report it. */
@AutoConfiguration(after = ZenQuerySyncSessionAutoConfiguration.class)
@ConditionalOnSyncClient
@EnableConfigurationProperties(ZenQuerySyncProperties.class)
public final class ZenQuerySyncClientChannelAutoConfiguration {
    @Bean
    @ConditionalOnMissingBean
    ConnectionHistory zenQuerySyncConnectionHistory(
            @Qualifier(ZenQuerySyncSessionAutoConfiguration.CLOCK) ObjectProvider<InstantSource> clock) {
        return new ConnectionHistory(clock.getIfAvailable(InstantSource::system));
    }

    @Bean
    @ConditionalOnMissingBean
    ClientChannel zenQuerySyncClientChannel(
            ZenQuerySyncProperties properties,
            SyncSession session,
            OptimisticSyncCoordinator coordinator,
            ConnectionHistory connection,
            @Qualifier(ZenQuerySyncSessionAutoConfiguration.CLOCK) ObjectProvider<InstantSource> clock) {
        return new ClientChannel(
                Objects.requireNonNull(properties.channel()),
                session,
                coordinator,
                connection,
                clock.getIfAvailable(InstantSource::system));
    }
}
