package io.zenquery.sync.spring.event;

/** The client is connected and in step with the server. */
public record SyncConnectedEvent(String connection, String channel) implements SyncEvent {

    /** An event of the default connection. */
    public SyncConnectedEvent(String channel) {
        this(DEFAULT_CONNECTION, channel);
    }
}
