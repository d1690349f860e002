package io.zenquery.sync.autoconfigure;

import io.zenquery.sync.OptimisticSyncCoordinator;
import io.zenquery.sync.spring.EventQueue;
import io.zenquery.sync.spring.SyncEventPublisher;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

/** Publishes what happens as application events. */
@AutoConfiguration(after = ZenQuerySyncCoordinatorAutoConfiguration.class)
@ConditionalOnSyncClient(SyncClients.ANY)
@Import(DefaultConnectionConfiguration.class)
public final class ZenQuerySyncEventAutoConfiguration {

    /** Static, so that it is there before the beans whose listeners it makes. */
    @Bean
    static SyncEventListenerFactory zenQuerySyncEventListenerFactory() {
        return new SyncEventListenerFactory();
    }

    @Bean
    @ConditionalOnMissingBean
    EventQueue zenQuerySyncEventQueue(ApplicationEventPublisher publisher) {
        return new EventQueue(publisher);
    }

    @Bean
    @ConditionalOnSyncClient
    @ConditionalOnMissingBean
    SyncEventPublisher zenQuerySyncEventPublisher(
            ChannelFactory factory, OptimisticSyncCoordinator coordinator, EventQueue queue) {
        return factory.publisher(factory.connection().channel(), coordinator, queue);
    }
}
