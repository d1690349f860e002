package io.zenquery.sync.autoconfigure.server;

import io.zenquery.sync.stomp.server.ConnectionGuard;
import io.zenquery.sync.stomp.server.DestinationGuard;
import io.zenquery.sync.stomp.server.SubscriptionGuard;
import org.springframework.core.Ordered;
import org.springframework.messaging.simp.config.ChannelRegistration;
import org.springframework.web.socket.config.annotation.StompEndpointRegistry;
import org.springframework.web.socket.config.annotation.WebSocketMessageBrokerConfigurer;
import org.springframework.web.socket.config.annotation.WebSocketTransportRegistration;

/** The endpoint that clients connect to, and its guards. */
final class EndpointConfigurer implements WebSocketMessageBrokerConfigurer, Ordered {
    private final ZenQuerySyncServerProperties properties;
    private final DestinationGuard destinations;
    private final SubscriptionGuard subscriptions;
    private final ConnectionGuard connections;

    EndpointConfigurer(
            ZenQuerySyncServerProperties properties,
            DestinationGuard destinations,
            SubscriptionGuard subscriptions,
            ConnectionGuard connections) {
        this.properties = properties;
        this.destinations = destinations;
        this.subscriptions = subscriptions;
        this.connections = connections;
    }

    @Override
    public int getOrder() {
        return Ordered.HIGHEST_PRECEDENCE; // the guards look before the application's interceptors do
    }

    @Override
    public void registerStompEndpoints(StompEndpointRegistry registry) {
        registry.addEndpoint(properties.path())
                .setAllowedOrigins(properties.allowedOrigins().toArray(String[]::new));
    }

    @Override
    public void configureClientInboundChannel(ChannelRegistration registration) {
        registration.interceptors(destinations, subscriptions);
    }

    @Override
    public void configureWebSocketTransport(WebSocketTransportRegistration registration) {
        registration.addDecoratorFactory(connections);
    }
}
