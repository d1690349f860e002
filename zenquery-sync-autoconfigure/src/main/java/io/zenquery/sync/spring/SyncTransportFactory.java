package io.zenquery.sync.spring;

import io.zenquery.sync.session.SyncTransport;

/**
 * Makes the transport of each channel. A bean of this type takes the place of STOMP over WebSocket for all channels of all connections; a {@link
 * SyncTransport} bean does so for the default channel only.
 */
@FunctionalInterface
public interface SyncTransportFactory {

    /**
     * Makes a transport, which is not open yet. It is closed with its channel; if it is a {@link
     * org.springframework.beans.factory.DisposableBean}, it is destroyed instead.
     *
     * @param connection the name of the connection, {@link io.zenquery.sync.spring.event.SyncEvent#DEFAULT_CONNECTION} for the default one
     * @param channel the channel
     */
    SyncTransport transport(String connection, String channel);
}
