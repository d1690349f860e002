package io.zenquery.sync.test.autoconfigure;

import io.zenquery.sync.outbox.MemoryOutboxStore;
import io.zenquery.sync.outbox.OutboxStore;
import io.zenquery.sync.server.InMemoryDeltaLog;
import io.zenquery.sync.server.InitialDocuments;
import io.zenquery.sync.server.Limits;
import io.zenquery.sync.server.MutationFunction;
import io.zenquery.sync.server.SyncServer;
import io.zenquery.sync.server.SyncServerBuilder;
import io.zenquery.sync.server.annotation.MutationHandlerMethods;
import io.zenquery.sync.spring.SyncTransportFactory;
import io.zenquery.sync.test.memory.InMemorySync;
import java.time.InstantSource;
import java.util.UUID;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;
import org.springframework.validation.Validator;
import tools.jackson.databind.json.JsonMapper;

/** The server in memory and the way to it, before the client's transport and outbox, which back off. */
@AutoConfiguration(
        afterName = {
            "io.zenquery.sync.autoconfigure.server.ZenQuerySyncServerAutoConfiguration",
            "org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration",
            "org.springframework.boot.validation.autoconfigure.ValidationAutoConfiguration"
        },
        beforeName = {
            "io.zenquery.sync.autoconfigure.ZenQuerySyncOutboxAutoConfiguration",
            "io.zenquery.sync.autoconfigure.ZenQuerySyncStompAutoConfiguration"
        })
public final class InMemorySyncAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean
    SyncServer syncServer(
            ObjectProvider<MutationFunction> handlers,
            ObjectProvider<InitialDocuments> initialDocuments,
            ObjectProvider<JsonMapper> mapper) {
        SyncServerBuilder builder = SyncServer.builder()
                .handlers(handlers.orderedStream().toList())
                .logs(InMemoryDeltaLog.factory(Limits.DEFAULT.retention()))
                .clock(InstantSource.system())
                .ids(() -> UUID.randomUUID().toString());
        initialDocuments.ifUnique(builder::initialDocuments);
        mapper.ifUnique(builder::jsonMapper);
        return builder.build();
    }

    @Bean
    @ConditionalOnMissingBean
    MutationHandlerMethods syncMutationHandlerMethods(
            ConfigurableListableBeanFactory beans, SyncServer server, ObjectProvider<Validator> validator) {
        return new MutationHandlerMethods(beans, server, validator.getIfUnique());
    }

    @Bean
    @ConditionalOnMissingBean
    InMemorySync inMemorySync(SyncServer server, Environment environment) {
        return new InMemorySync(server, channel(environment));
    }

    /** For all channels, of every connection. */
    @Bean
    SyncTransportFactory inMemorySyncTransportFactory(InMemorySync sync) {
        return (connection, channel) -> sync.transport(channel);
    }

    @Bean
    @ConditionalOnMissingBean(OutboxStore.class)
    MemoryOutboxStore inMemorySyncOutboxStore() {
        return new MemoryOutboxStore();
    }

    private static String channel(Environment environment) {
        return environment.getRequiredProperty("zenquery.sync.channel");
    }
}
