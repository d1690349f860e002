package io.zenquery.sync.autoconfigure;

import io.zenquery.sync.spring.event.SyncEvent;

/**
 * A server that the application is a client of, and how.
 *
 * @param name {@link SyncEvent#DEFAULT_CONNECTION}, or its name among the named ones
 * @param prefix the prefix of its properties, with the dot at its end
 * @param properties what those are set to
 */
record Connection(String name, String prefix, ZenQuerySyncProperties properties) {

    /** The connection of {@code zenquery.sync.url}. */
    static Connection ofDefault(ZenQuerySyncProperties properties) {
        return new Connection(SyncEvent.DEFAULT_CONNECTION, ZenQuerySyncProperties.PREFIX, properties);
    }

    /** The channel that its own operations are for. */
    String channel() {
        String channel = properties.channel();
        if (channel == null) {
            throw new InvalidSyncPropertyException(prefix + "channel", null, ChannelName.EXPECTED);
        }
        return channel;
    }
}
