package io.zenquery.sync.autoconfigure.server;

import io.zenquery.sync.stomp.server.DestinationGuard;
import org.springframework.core.Ordered;
import org.springframework.messaging.simp.config.ChannelRegistration;
import org.springframework.web.socket.config.annotation.StompEndpointRegistry;
import org.springframework.web.socket.config.annotation.WebSocketMessageBrokerConfigurer;

/** The endpoint that clients connect to, and the guard of its destinations. */
final class EndpointConfigurer implements WebSocketMessageBrokerConfigurer, Ordered {
    private final ZenQuerySyncServerProperties properties;
    private final DestinationGuard guard;

    EndpointConfigurer(ZenQuerySyncServerProperties properties, DestinationGuard guard) {
        this.properties = properties;
        this.guard = guard;
    }

    @Override
    public int getOrder() {
        return Ordered.HIGHEST_PRECEDENCE; // the guard looks before the application's interceptors do
    }

    @Override
    public void registerStompEndpoints(StompEndpointRegistry registry) {
        registry.addEndpoint(properties.path())
                .setAllowedOrigins(properties.allowedOrigins().toArray(String[]::new));
    }

    @Override
    public void configureClientInboundChannel(ChannelRegistration registration) {
        registration.interceptors(guard);
    }
}
