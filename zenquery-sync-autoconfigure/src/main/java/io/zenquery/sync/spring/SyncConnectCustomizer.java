package io.zenquery.sync.spring;

/**
 * Adds headers, such as a token, to each attempt to connect. Beans of this type are called in their {@code @Order}, anew at each
 * attempt, so that a fresh token can be had; on a thread of the connection, so they may block. One that throws fails the
 * attempt, and the session tries again after its back-off.
 */
@FunctionalInterface
public interface SyncConnectCustomizer {

    /** Changes {@code headers}. */
    void customize(SyncConnectHeaders headers);
}
