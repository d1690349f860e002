package io.zenquery.sync.autoconfigure;

import io.zenquery.sync.session.SyncTransport;
import io.zenquery.sync.spring.SyncConnectCustomizer;
import io.zenquery.sync.stomp.StompSettings;
import io.zenquery.sync.stomp.StompSyncTransport;
import java.net.URI;
import java.util.Objects;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.web.socket.messaging.WebSocketStompClient;

/** The transport: STOMP over WebSocket. */
@AutoConfiguration
@ConditionalOnSyncClient
@ConditionalOnClass(WebSocketStompClient.class)
@EnableConfigurationProperties(ZenQuerySyncProperties.class)
public final class ZenQuerySyncStompAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean
    SyncTransport zenQuerySyncTransport(
            ZenQuerySyncProperties properties, ObjectProvider<SyncConnectCustomizer> customizers) {
        StompSettings settings = new StompSettings(
                URI.create(Objects.requireNonNull(properties.url())),
                Objects.requireNonNull(properties.channel()),
                properties.connectTimeout(),
                properties.heartbeat(),
                (int) properties.maxFrameSize().toBytes());
        return new StompSyncTransport(settings, customizers.orderedStream().toList());
    }
}
