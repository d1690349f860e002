package io.zenquery.sync.autoconfigure.server;

import io.zenquery.sync.server.CurrentTrace;
import io.zenquery.sync.server.DeltaLogFactory;
import io.zenquery.sync.server.HandlerInterceptor;
import io.zenquery.sync.server.InMemoryDeltaLog;
import io.zenquery.sync.server.InitialDocuments;
import io.zenquery.sync.server.MutationFunction;
import io.zenquery.sync.server.ServerListener;
import io.zenquery.sync.server.SyncServer;
import io.zenquery.sync.server.SyncServerBuilder;
import io.zenquery.sync.server.annotation.MutationHandlerMethods;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.validation.Validator;
import org.springframework.web.socket.config.annotation.WebSocketMessageBrokerConfigurer;
import tools.jackson.databind.json.JsonMapper;

/** The engine. */
@AutoConfiguration(afterName = "org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration")
@ConditionalOnClass({SyncServer.class, WebSocketMessageBrokerConfigurer.class})
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@ConditionalOnProperty(name = "zenquery.sync.server.enabled", matchIfMissing = true)
@EnableConfigurationProperties(ZenQuerySyncServerProperties.class)
@Import(HandlerContextConfiguration.class)
public final class ZenQuerySyncServerAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean
    DeltaLogFactory syncDeltaLogFactory(ZenQuerySyncServerProperties properties) {
        return InMemoryDeltaLog.factory(properties.logRetention());
    }

    @Bean
    @ConditionalOnMissingBean
    InitialDocuments syncInitialDocuments() {
        return channel -> Map.of();
    }

    @Bean
    @ConditionalOnMissingBean
    SyncServer syncServer(
            ZenQuerySyncServerProperties properties,
            ObjectProvider<MutationFunction> handlers,
            DeltaLogFactory logs,
            InitialDocuments initialDocuments,
            ObjectProvider<JsonMapper> mapper,
            ObjectProvider<HandlerContext> context,
            ObjectProvider<HandlerInterceptor> interceptor,
            ObjectProvider<CurrentTrace> trace,
            ObjectProvider<ServerListener> listeners) {
        SyncServerBuilder builder = SyncServer.builder()
                .handlers(handlers.orderedStream().toList())
                .logs(logs)
                .initialDocuments(initialDocuments)
                .limits(properties.limits())
                .clock(InstantSource.system())
                .ids(() -> UUID.randomUUID().toString());
        mapper.ifUnique(builder::jsonMapper);
        context.ifUnique(builder::handlerDecorator);
        trace.ifUnique(builder::currentTrace);
        interceptor.orderedStream().reduce(ServerListeners::nested).ifPresent(builder::handlerInterceptor);
        List<ServerListener> all = listeners.orderedStream().toList();
        if (!all.isEmpty()) {
            builder.listener(new ServerListeners(all));
        }
        return builder.build();
    }

    @Bean
    @ConditionalOnMissingBean
    MutationHandlerMethods syncMutationHandlerMethods(
            ConfigurableListableBeanFactory beans, SyncServer server, ObjectProvider<Validator> validator) {
        return new MutationHandlerMethods(beans, server, validator.getIfUnique());
    }
}
