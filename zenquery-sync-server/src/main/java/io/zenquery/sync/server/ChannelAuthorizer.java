package io.zenquery.sync.server;

/**
 * Says who may do what in a channel. Asked for every subscription and every message, and again from time to time as long as a subscription
 * lasts: so it should be quick.
 *
 * <p>Threads: any, several at once. What it throws is logged: the frame is refused, and a subscription goes on until it is asked again.
 */
public interface ChannelAuthorizer {

    /** Whether that client may have the channel's documents, and hear of their changes. */
    boolean mayRead(ChannelAccess access);

    /** Whether that client may submit mutations; which of them are good is for the handlers to say. */
    boolean mayWrite(ChannelAccess access);
}
