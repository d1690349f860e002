package io.zenquery.sync.autoconfigure;

import io.zenquery.sync.OptimisticSyncCoordinator;
import io.zenquery.sync.actuate.client.ClientChannel;
import io.zenquery.sync.actuate.client.ConnectionHistory;
import io.zenquery.sync.session.SyncSession;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.Environment;

/** How the client's channels stand, for those who report them. */
@AutoConfiguration(after = ZenQuerySyncSessionAutoConfiguration.class)
@ConditionalOnSyncClient(SyncClients.ANY)
@Import(DefaultConnectionConfiguration.class)
public final class ZenQuerySyncClientChannelAutoConfiguration {

    @Bean
    ClientChannels zenQuerySyncClientChannels(
            ConfigurableListableBeanFactory beans, Environment environment, ObjectProvider<ClientChannel> channels) {
        return new ClientChannels(
                new SharedParts(beans),
                channels,
                OnSyncClientCondition.hasDefault(environment, beans)
                        ? environment.getProperty("zenquery.sync.channel")
                        : null);
    }

    @Bean
    @ConditionalOnSyncClient
    @ConditionalOnMissingBean
    ConnectionHistory zenQuerySyncConnectionHistory(ListableBeanFactory beans) {
        return new ConnectionHistory(new SharedParts(beans).clock());
    }

    @Bean
    @ConditionalOnSyncClient
    @ConditionalOnMissingBean
    ClientChannel zenQuerySyncClientChannel(
            ChannelFactory factory,
            SyncSession session,
            OptimisticSyncCoordinator coordinator,
            ConnectionHistory connection,
            ListableBeanFactory beans) {
        SharedParts shared = new SharedParts(beans);
        String channel = factory.connection().channel();
        return new ClientChannel(
                channel,
                session,
                coordinator,
                connection,
                shared.clock(),
                clientSeq -> shared.observations().retry(channel, session, clientSeq));
    }
}
