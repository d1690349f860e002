package io.zenquery.sync.spring;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.service.connection.ConnectionDetails;
import org.springframework.boot.ssl.SslBundle;

/**
 * Where a sync server is. A bean of this type takes the place of the properties {@code url} and {@code ssl.bundle} of a connection: of the
 * default one, or, with a {@code @Qualifier}, of the named one.
 */
public interface SyncConnectionDetails extends ConnectionDetails {

    /** The server's endpoint, such as {@code wss://sync.example.com/zenquery}; {@code ws://} or {@code wss://}. */
    String getUrl();

    /**
     * What to trust, and what to show, at the TLS handshake, asked for anew at each attempt to connect; null for what the JVM does by
     * itself. Only with {@code wss://}.
     */
    default @Nullable SslBundle getSslBundle() {
        return null;
    }
}
