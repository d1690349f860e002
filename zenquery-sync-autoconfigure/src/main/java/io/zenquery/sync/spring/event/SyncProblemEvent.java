package io.zenquery.sync.spring.event;

/**
 * The server, or the network, said something that the session could not take; it goes on.
 *
 * @param code what kind of problem, for programs
 * @param message for people to read
 */
public record SyncProblemEvent(String connection, String channel, String code, String message) implements SyncEvent {

    /** An event of the default connection. */
    public SyncProblemEvent(String channel, String code, String message) {
        this(DEFAULT_CONNECTION, channel, code, message);
    }
}
