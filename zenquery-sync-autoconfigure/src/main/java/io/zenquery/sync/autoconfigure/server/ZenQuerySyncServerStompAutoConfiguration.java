package io.zenquery.sync.autoconfigure.server;

import io.zenquery.sync.server.SyncServer;
import io.zenquery.sync.stomp.server.ChannelAccessControl;
import io.zenquery.sync.stomp.server.ClientSessions;
import io.zenquery.sync.stomp.server.DeltaPublisher;
import io.zenquery.sync.stomp.server.ErrorFrames;
import io.zenquery.sync.stomp.server.HeadPublisher;
import io.zenquery.sync.stomp.server.SyncMessageController;
import java.util.concurrent.Executor;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.messaging.simp.SimpMessagingTemplate;
import org.springframework.messaging.simp.annotation.support.SimpAnnotationMethodMessageHandler;
import org.springframework.messaging.simp.broker.AbstractBrokerMessageHandler;
import org.springframework.web.socket.config.annotation.WebSocketMessageBrokerConfigurationSupport;
import org.springframework.web.socket.config.annotation.WebSocketMessageBrokerConfigurer;

/** The protocol over the running broker, ours or the application's. */
@AutoConfiguration(
        after = {ZenQuerySyncServerBrokerAutoConfiguration.class, ZenQuerySyncServerSecurityAutoConfiguration.class})
@ConditionalOnClass({SyncServer.class, WebSocketMessageBrokerConfigurer.class, SimpMessagingTemplate.class})
@ConditionalOnBean({SyncServer.class, WebSocketMessageBrokerConfigurationSupport.class})
@Import(GuardConfiguration.class)
public final class ZenQuerySyncServerStompAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean
    SyncMessageController syncMessageController(
            SyncServer server,
            @Qualifier("brokerMessagingTemplate") SimpMessagingTemplate broker,
            ClientSessions sessions,
            ChannelAccessControl access,
            ZenQuerySyncServerProperties properties,
            @Qualifier("clientInboundChannelExecutor") Executor executor,
            ObjectProvider<HandlerContext> context,
            ErrorFrames errors) {
        return new SyncMessageController(
                server,
                broker,
                sessions,
                access,
                properties.maxSubscriptions(),
                Math.toIntExact(properties.maxFrameSize().toBytes()),
                executor,
                context.getIfAvailable(() -> work -> work),
                errors,
                (int) Math.min(Integer.MAX_VALUE, 4 * properties.maxFrameSize().toBytes()));
    }

    @Bean
    @ConditionalOnMissingBean
    DeltaPublisher syncDeltaPublisher(
            SyncServer server,
            @Qualifier("brokerMessagingTemplate") SimpMessagingTemplate broker,
            ZenQuerySyncServerProperties properties) {
        return new DeltaPublisher(
                server, broker, Math.toIntExact(properties.maxFrameSize().toBytes()));
    }

    @Bean
    @ConditionalOnMissingBean
    HeadPublisher syncHeadPublisher(
            SyncServer server,
            @Qualifier("brokerMessagingTemplate") SimpMessagingTemplate broker,
            ZenQuerySyncServerProperties properties) {
        return new HeadPublisher(server, broker, properties.headInterval());
    }

    @Bean
    BrokerCheck syncBrokerCheck(
            ObjectProvider<SimpAnnotationMethodMessageHandler> controllers,
            ObjectProvider<AbstractBrokerMessageHandler> brokers) {
        return new BrokerCheck(controllers, brokers);
    }
}
