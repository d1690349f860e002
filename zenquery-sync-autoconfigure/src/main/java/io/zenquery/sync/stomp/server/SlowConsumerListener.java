package io.zenquery.sync.stomp.server;

/** Told of connections that are cut because their clients do not read what they are sent in time. */
@FunctionalInterface
public interface SlowConsumerListener {

    /**
     * That connection is being cut. Called once per connection, on the thread that sends; must return at once.
     *
     * @param sessionId Spring's id of the connection
     */
    void onSlowConsumer(String sessionId);
}
