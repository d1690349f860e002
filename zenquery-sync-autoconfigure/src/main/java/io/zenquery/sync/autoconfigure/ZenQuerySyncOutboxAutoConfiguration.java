package io.zenquery.sync.autoconfigure;

import io.zenquery.sync.outbox.OutboxStore;
import java.util.Objects;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Import;

/** The outbox, if {@code zenquery.sync.outbox.path} says where. */
@AutoConfiguration
@ConditionalOnSyncClient
@Conditional(OnOutboxPathCondition.class)
@Import(DefaultConnectionConfiguration.class)
public final class ZenQuerySyncOutboxAutoConfiguration {

    @Bean(destroyMethod = "close")
    @ConditionalOnMissingBean(OutboxStore.class)
    RestartableOutboxStore zenQuerySyncOutboxStore(ChannelFactory factory) {
        return Objects.requireNonNull(factory.outbox(factory.connection().channel()), "zenquery.sync.outbox.path");
    }
}
