package io.zenquery.sync.autoconfigure.server;

import io.zenquery.sync.stomp.server.SyncDestinations;
import java.util.Collection;
import java.util.List;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.messaging.simp.annotation.support.SimpAnnotationMethodMessageHandler;
import org.springframework.messaging.simp.broker.AbstractBrokerMessageHandler;

/** Fails the start-up where the running broker does not serve the destinations of the protocol. */
final class BrokerCheck implements SmartInitializingSingleton {
    private final ObjectProvider<SimpAnnotationMethodMessageHandler> controllers;
    private final ObjectProvider<AbstractBrokerMessageHandler> brokers;

    BrokerCheck(
            ObjectProvider<SimpAnnotationMethodMessageHandler> controllers,
            ObjectProvider<AbstractBrokerMessageHandler> brokers) {
        this.controllers = controllers;
        this.brokers = brokers;
    }

    @Override
    public void afterSingletonsInstantiated() {
        List<Collection<String>> applications = controllers.stream()
                .map(SimpAnnotationMethodMessageHandler::getDestinationPrefixes)
                .toList();
        List<Collection<String>> destinations = brokers.stream()
                .map(AbstractBrokerMessageHandler::getDestinationPrefixes)
                .toList();
        require(SyncDestinations.APPLICATION_PREFIX, applications, "application destination prefixes");
        require(SyncDestinations.TOPIC_PREFIX, destinations, "destination prefixes of the broker");
        require(SyncDestinations.QUEUE_PREFIX, destinations, "destination prefixes of the broker");
    }

    private static void require(String prefix, List<Collection<String>> found, String what) {
        boolean served = found.stream()
                .anyMatch(prefixes -> prefixes.isEmpty() || prefixes.stream().anyMatch((prefix + "/")::startsWith));
        if (!served) {
            throw new IllegalStateException("expected " + prefix + " among the " + what + ", found " + found
                    + ". Add it to the application's WebSocketMessageBrokerConfigurer, or set"
                    + " zenquery.sync.server.enabled=false");
        }
    }
}
