package io.zenquery.sync.autoconfigure;

import io.zenquery.sync.spring.SyncConnectCustomizer;
import java.time.Duration;

/** Gives tokens to connect with. */
interface TokenSource {

    /**
     * Adds a token to each attempt to connect, a new one after the server has not taken the last.
     *
     * @param property where the registration is set
     * @param registrationId which client registration the tokens are for
     * @param patience how long an attempt to connect may wait for its token
     * @throws InvalidSyncPropertyException if there is none, or no token can be had by it without a user
     */
    SyncConnectCustomizer tokens(String property, String registrationId, Duration patience);
}
