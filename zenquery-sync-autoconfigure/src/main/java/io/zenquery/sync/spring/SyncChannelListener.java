package io.zenquery.sync.spring;

/**
 * Told of each channel that the application has, on any connection, so that it can be measured, say. Beans of this type are told
 * once for each channel, in their {@code @Order}: of channels that are there from the start before they connect, of others on the thread
 * that opens them, before it has them. One that throws fails the start, or the opening: nothing is left of that channel then, the caller
 * gets the exception, and the next call opens it anew.
 *
 * <p>No lock is held meanwhile: a listener may open other channels. Who asks for the same channel waits until all listeners were told, so a
 * listener must not wait for another thread that does. One that asks for it itself gets a {@link ChannelUnavailableException}; it has the
 * channel's {@link SyncChannel#operations() operations} already.
 */
@FunctionalInterface
public interface SyncChannelListener {

    /** A channel was made. It is not connected yet. */
    void opened(SyncChannel channel);

    /**
     * A channel that this listener was told of is not opened after all, since a listener after it has thrown, or the application is stopped or
     * closed meanwhile. The channel is ended next. What is thrown is logged.
     */
    default void abandoned(SyncChannel channel) {}
}
