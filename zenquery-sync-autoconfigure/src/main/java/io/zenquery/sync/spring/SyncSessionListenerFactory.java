package io.zenquery.sync.spring;

import io.zenquery.sync.session.SessionListener;

/**
 * Makes a listener for the session of each channel, on any connection. Beans of this type are asked once for each channel, while its session
 * is made; so they can't themselves need a {@link SyncTemplate}. A {@link SessionListener} bean hears the default channel's session only.
 */
@FunctionalInterface
public interface SyncSessionListenerFactory {

    /**
     * Makes the listener of a channel's session.
     *
     * @param connection the name of the connection, {@link io.zenquery.sync.spring.event.SyncEvent#DEFAULT_CONNECTION} for the default one
     * @param channel the channel
     */
    SessionListener listener(String connection, String channel);
}
