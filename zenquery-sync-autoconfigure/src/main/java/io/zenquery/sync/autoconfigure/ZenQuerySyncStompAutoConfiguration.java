package io.zenquery.sync.autoconfigure;

import jakarta.websocket.WebSocketContainer;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;
import org.springframework.web.socket.messaging.WebSocketStompClient;

/** The transport: STOMP over WebSocket. */
@AutoConfiguration
@ConditionalOnSyncClient(SyncClients.ANY)
@ConditionalOnClass({WebSocketStompClient.class, WebSocketContainer.class})
public final class ZenQuerySyncStompAutoConfiguration {

    @Bean
    TransportFactory zenQuerySyncTransportFactory(ListableBeanFactory beans) {
        return new StompTransportFactory(new SharedParts(beans));
    }

    @Bean
    UnusedConnectionBeans zenQuerySyncUnusedConnectionBeans(ListableBeanFactory beans, Environment environment) {
        return new UnusedConnectionBeans(beans, environment);
    }
}
