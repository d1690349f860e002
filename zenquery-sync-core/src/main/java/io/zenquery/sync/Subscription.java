package io.zenquery.sync;

/** What a subscription method returns: the way to end it. */
@FunctionalInterface
public interface Subscription extends AutoCloseable {

    /** Ends the subscription. The callback gets nothing that happens from now on; calling this again does nothing. */
    @Override
    void close();
}
