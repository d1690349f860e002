package io.zenquery.sync.autoconfigure;

import io.zenquery.sync.OptimisticSyncCoordinator;
import io.zenquery.sync.outbox.OutboxStore;
import io.zenquery.sync.session.SessionListener;
import io.zenquery.sync.session.SessionScheduler;
import io.zenquery.sync.session.SyncSession;
import io.zenquery.sync.session.SyncTransport;
import io.zenquery.sync.spring.ThreadSessionScheduler;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

/** The session, its thread, and its life between the start and the stop of the application. */
@AutoConfiguration(
        after = {
            ZenQuerySyncCoordinatorAutoConfiguration.class,
            ZenQuerySyncConflictAutoConfiguration.class,
            ZenQuerySyncOutboxAutoConfiguration.class,
            ZenQuerySyncStompAutoConfiguration.class,
            ZenQuerySyncEventAutoConfiguration.class
        })
@ConditionalOnSyncClient
@Import(DefaultConnectionConfiguration.class)
public final class ZenQuerySyncSessionAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean(SessionScheduler.class)
    ThreadSessionScheduler zenQuerySyncSessionScheduler(ChannelFactory factory) {
        return factory.scheduler(factory.connection().channel());
    }

    @Bean
    @ConditionalOnMissingBean
    SyncTransport zenQuerySyncTransport(ChannelFactory factory) {
        return factory.transport(factory.connection().channel());
    }

    @Bean
    @ConditionalOnMissingBean
    SyncSession zenQuerySyncSession(
            ChannelFactory factory,
            OptimisticSyncCoordinator coordinator,
            SyncTransport transport,
            SessionScheduler scheduler,
            NamedStrategies strategies,
            ObjectProvider<OutboxStore> outbox,
            ObjectProvider<SessionListener> listeners) {
        return factory.session(
                factory.connection().channel(),
                coordinator,
                transport,
                scheduler,
                strategies,
                outbox.getIfAvailable(),
                listeners.orderedStream().toList());
    }

    @Bean
    @ConditionalOnMissingBean
    SyncSessionLifecycle zenQuerySyncSessionLifecycle(
            SyncSession session, SessionScheduler scheduler, ChannelFactory factory) {
        return factory.lifecycle(session, scheduler);
    }
}
