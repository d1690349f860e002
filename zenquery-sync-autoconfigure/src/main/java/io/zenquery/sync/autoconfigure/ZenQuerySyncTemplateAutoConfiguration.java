package io.zenquery.sync.autoconfigure;

import io.zenquery.sync.OptimisticSyncCoordinator;
import io.zenquery.sync.atom.AtomStore;
import io.zenquery.sync.session.SyncSession;
import io.zenquery.sync.spring.EventQueue;
import io.zenquery.sync.spring.SyncChannel;
import io.zenquery.sync.spring.SyncEventPublisher;
import io.zenquery.sync.spring.SyncOperations;
import io.zenquery.sync.spring.SyncTemplate;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import tools.jackson.databind.json.JsonMapper;

/** What applications write and read with. Stands on the {@link AtomStore}: a state layer of another type has a face of its own. */
@AutoConfiguration(after = {ZenQuerySyncSessionAutoConfiguration.class, ZenQuerySyncEventAutoConfiguration.class})
@ConditionalOnSyncClient
@Import(DefaultConnectionConfiguration.class)
public final class ZenQuerySyncTemplateAutoConfiguration {

    @Bean
    @ConditionalOnBean(AtomStore.class)
    @ConditionalOnMissingBean(SyncOperations.class)
    SyncChannels zenQuerySyncChannels(
            ChannelFactory factory, ListableBeanFactory beans, ObjectProvider<SyncChannel> own) {
        return new SyncChannels(factory, new SharedParts(beans), own);
    }

    @Bean
    @ConditionalOnBean(name = "zenQuerySyncChannels")
    SyncChannelSessions zenQuerySyncChannelSessions(SyncChannels channels) {
        return new SyncChannelSessions(channels);
    }

    @Bean
    @ConditionalOnBean(name = "zenQuerySyncChannels")
    SyncTemplate zenQuerySyncTemplate(
            ChannelFactory factory,
            SyncSession session,
            OptimisticSyncCoordinator coordinator,
            AtomStore store,
            ObjectProvider<JsonMapper> mapper,
            SyncChannels channels,
            EventQueue events,
            ObjectProvider<SyncEventPublisher> publishers) {
        SyncEventPublisher publisher = publishers.getIfUnique();
        return factory.template(
                factory.connection().channel(),
                session,
                coordinator,
                store,
                mapper.getIfUnique(JsonMapper::shared),
                channels::channel,
                publisher == null ? events::execute : publisher::execute);
    }

    @Bean
    @ConditionalOnBean(name = "zenQuerySyncChannels")
    SyncChannel zenQuerySyncChannel(
            ChannelFactory factory, SyncTemplate template, SyncSession session, OptimisticSyncCoordinator coordinator) {
        return new SyncChannel(factory.connection().name(), template.channel(), template, session, coordinator);
    }
}
