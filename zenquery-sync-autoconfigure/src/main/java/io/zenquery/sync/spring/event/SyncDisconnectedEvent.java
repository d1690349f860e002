package io.zenquery.sync.spring.event;

/**
 * The client is no longer connected; follows on a {@link SyncConnectedEvent}. Unless it was asked for, the session connects anew by
 * itself.
 *
 * @param reason for people to read
 */
public record SyncDisconnectedEvent(String connection, String channel, String reason) implements SyncEvent {

    /** An event of the default connection. */
    public SyncDisconnectedEvent(String channel, String reason) {
        this(DEFAULT_CONNECTION, channel, reason);
    }
}
