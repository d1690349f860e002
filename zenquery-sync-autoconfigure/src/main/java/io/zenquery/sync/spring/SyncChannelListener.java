package io.zenquery.sync.spring;

/**
 * Told of each channel that the application has, on any connection, so that it can be measured, say. Beans of this type are told
 * once for each channel, in their {@code @Order}: of channels that are there from the start before they connect, of others on the thread
 * that opens them, before it has them. One that throws fails the start, or the opening.
 */
@FunctionalInterface
public interface SyncChannelListener {

    /** A channel was made. It is not connected yet. */
    void opened(SyncChannel channel);
}
