package io.zenquery.sync.autoconfigure.server;

import io.zenquery.sync.server.ChannelAuthorizer;
import io.zenquery.sync.server.ClientIds;
import io.zenquery.sync.stomp.server.AccessRecheck;
import io.zenquery.sync.stomp.server.ChannelAccessControl;
import io.zenquery.sync.stomp.server.ClientSessions;
import io.zenquery.sync.stomp.server.ConnectionGuard;
import io.zenquery.sync.stomp.server.DestinationGuard;
import io.zenquery.sync.stomp.server.ErrorFrames;
import io.zenquery.sync.stomp.server.ProblemSender;
import io.zenquery.sync.stomp.server.SlowConsumerListener;
import io.zenquery.sync.stomp.server.SubscriptionGuard;
import java.util.List;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.messaging.MessageChannel;
import org.springframework.messaging.simp.SimpMessagingTemplate;

/** What stands between the clients and the rest. */
@Configuration(proxyBeanMethods = false)
class GuardConfiguration {

    @Bean
    ClientSessions syncClientSessions() {
        return new ClientSessions();
    }

    @Bean
    ChannelAccessControl syncChannelAccessControl(ChannelAuthorizer authorizer, ClientIds clientIds) {
        return new ChannelAccessControl(authorizer, clientIds);
    }

    @Bean
    ErrorFrames syncErrorFrames(@Qualifier("clientOutboundChannel") ObjectProvider<MessageChannel> outbound) {
        return new ErrorFrames(outbound::getObject);
    }

    @Bean
    ProblemSender syncProblemSender(
            @Qualifier("brokerMessagingTemplate") ObjectProvider<SimpMessagingTemplate> broker) {
        return new ProblemSender(broker::getObject);
    }

    @Bean
    @ConditionalOnMissingBean
    DestinationGuard syncDestinationGuard(ErrorFrames errors, ObjectProvider<SimpleBrokerConfigurer> ownBroker) {
        return new DestinationGuard(errors, ownBroker.getIfAvailable() != null);
    }

    @Bean
    SubscriptionGuard syncSubscriptionGuard(
            ClientSessions sessions,
            ChannelAccessControl access,
            ProblemSender problems,
            ErrorFrames errors,
            ZenQuerySyncServerProperties properties,
            ObjectProvider<SimpleBrokerConfigurer> ownBroker) {
        return new SubscriptionGuard(
                sessions, access, problems, errors, properties.maxSubscriptions(), ownBroker.getIfAvailable() != null);
    }

    @Bean
    ConnectionGuard syncConnectionGuard(
            ErrorFrames errors,
            ZenQuerySyncServerProperties properties,
            ObjectProvider<SlowConsumerListener> slowConsumers) {
        List<SlowConsumerListener> listeners = slowConsumers.orderedStream().toList();
        return new ConnectionGuard(
                properties.maxMessagesPerSecond(),
                Math.toIntExact(properties.maxMessageSize().toBytes()),
                properties.sendTimeLimit(),
                properties.path(),
                errors,
                sessionId -> listeners.forEach(listener -> listener.onSlowConsumer(sessionId)),
                System::nanoTime);
    }

    @Bean
    EndpointConfigurer syncEndpointConfigurer(
            ZenQuerySyncServerProperties properties,
            DestinationGuard destinations,
            SubscriptionGuard subscriptions,
            ConnectionGuard connections) {
        return new EndpointConfigurer(properties, destinations, subscriptions, connections);
    }

    @Bean
    AccessRecheck syncAccessRecheck(
            ClientSessions sessions,
            ChannelAccessControl access,
            ProblemSender problems,
            ErrorFrames errors,
            ZenQuerySyncServerProperties properties) {
        return new AccessRecheck(sessions, access, problems, errors, properties.recheckInterval());
    }
}
