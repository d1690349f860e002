package io.zenquery.sync.autoconfigure;

import io.zenquery.sync.session.SyncTransport;
import jakarta.websocket.WebSocketContainer;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.web.socket.messaging.WebSocketStompClient;

/** The transport: STOMP over WebSocket. */
@AutoConfiguration
@ConditionalOnSyncClient(SyncClients.ANY)
@ConditionalOnClass({WebSocketStompClient.class, WebSocketContainer.class})
@Import(DefaultConnectionConfiguration.class)
public final class ZenQuerySyncStompAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean
    TransportFactory zenQuerySyncTransportFactory(ListableBeanFactory beans) {
        return new StompTransportFactory(new SharedParts(beans));
    }

    @Bean
    @ConditionalOnSyncClient
    @ConditionalOnMissingBean
    SyncTransport zenQuerySyncTransport(ChannelFactory factory) {
        return factory.transport(factory.connection().channel());
    }
}
