package io.zenquery.sync.autoconfigure;

import io.zenquery.sync.outbox.OutboxStore;
import java.util.Objects;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Import;

/** The outbox of the default channel, if {@code zenquery.sync.outbox.path} says where, and what warns of outboxes that nobody opens. */
@AutoConfiguration
@ConditionalOnSyncClient(SyncClients.ANY)
@Import(DefaultConnectionConfiguration.class)
public final class ZenQuerySyncOutboxAutoConfiguration {

    @Bean(destroyMethod = "close")
    @ConditionalOnSyncClient
    @Conditional(OnOutboxPathCondition.class)
    @ConditionalOnMissingBean(OutboxStore.class)
    RestartableOutboxStore zenQuerySyncOutboxStore(ChannelFactory factory) {
        return Objects.requireNonNull(factory.outbox(factory.connection().channel()), "zenquery.sync.outbox.path");
    }

    @Bean
    UnopenedOutboxes zenQuerySyncUnopenedOutboxes(ListableBeanFactory beans) {
        return new UnopenedOutboxes(beans);
    }
}
