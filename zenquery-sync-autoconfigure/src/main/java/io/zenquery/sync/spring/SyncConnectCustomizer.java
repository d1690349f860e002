package io.zenquery.sync.spring;

/**
 * Adds headers, such as a token, to each attempt to connect. Beans of this type are called in their {@code @Order}, anew at each
 * attempt, so that a fresh token can be had; on a thread of the connection, so they may block: until the attempt ends, by
 * {@code zenquery.sync.connect-timeout} or since nobody wants it any more; then they are interrupted. One that does not listen to that holds its
 * thread, while the next attempt begins on another. One that throws fails the attempt, and the session tries again after its back-off.
 *
 * <p>With several connections, a bean that has the name of a connection as its {@code @Qualifier} is for that one, and a bean without one
 * for the default connection only: what one server takes is not shown to another.
 */
@FunctionalInterface
public interface SyncConnectCustomizer {

    /** Changes {@code headers}. */
    void customize(SyncConnectHeaders headers);

    /**
     * The server did not take what was added to the last attempt: it answered the handshake with 401, or said {@code unauthenticated}. The next
     * attempt should bring something else, a new token say. Called on a thread of the connection. Does nothing by itself.
     */
    default void unauthenticated() {}
}
