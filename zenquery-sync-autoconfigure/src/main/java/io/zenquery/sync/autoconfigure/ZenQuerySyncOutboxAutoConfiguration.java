package io.zenquery.sync.autoconfigure;

import io.zenquery.sync.outbox.OutboxStore;
import io.zenquery.sync.outbox.SqliteOutboxStore;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Objects;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;

/** The outbox, if {@code zenquery.sync.outbox.path} says where. */
@AutoConfiguration
@ConditionalOnSyncClient
@Conditional(OnOutboxPathCondition.class)
@EnableConfigurationProperties(ZenQuerySyncProperties.class)
public final class ZenQuerySyncOutboxAutoConfiguration {

    @Bean(destroyMethod = "close")
    @ConditionalOnMissingBean(OutboxStore.class)
    RestartableOutboxStore zenQuerySyncOutboxStore(ZenQuerySyncProperties properties) {
        Path path = Objects.requireNonNull(properties.outbox().path(), "zenquery.sync.outbox.path");
        return new RestartableOutboxStore(() -> SqliteOutboxStore.open(path, Clock.systemUTC()));
    }
}
