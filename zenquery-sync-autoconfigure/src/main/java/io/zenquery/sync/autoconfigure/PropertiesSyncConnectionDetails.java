package io.zenquery.sync.autoconfigure;

import io.zenquery.sync.spring.SyncConnectionDetails;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.ssl.NoSuchSslBundleException;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundles;

/** What the properties of a connection say. */
class PropertiesSyncConnectionDetails implements SyncConnectionDetails {
    private final Connection connection;
    private final @Nullable SslBundles bundles;

    PropertiesSyncConnectionDetails(Connection connection, @Nullable SslBundles bundles) {
        this.connection = connection;
        this.bundles = bundles;
    }

    @Override
    public String getUrl() {
        String url = connection.properties().url();
        if (url == null || url.isBlank()) {
            throw new InvalidSyncPropertyException(
                    connection.prefix() + "url",
                    null,
                    "the server's endpoint, such as wss://sync.example.com/zenquery");
        }
        return url;
    }

    /** As it is now: bundles that are reloaded are taken anew. */
    @Override
    public @Nullable SslBundle getSslBundle() {
        String name = connection.properties().ssl().bundle();
        if (name == null || name.isBlank()) {
            return null;
        }
        if (bundles == null) {
            throw unknown(name, "unset: there are no SSL bundles, since Boot's SslAutoConfiguration is excluded");
        }
        try {
            return bundles.getBundle(name);
        } catch (NoSuchSslBundleException e) {
            InvalidSyncPropertyException unknown = unknown(
                    name,
                    "the name of an SSL bundle under spring.ssl.bundle.pem or spring.ssl.bundle.jks, of which there are "
                            + bundles.getBundleNames());
            unknown.initCause(e);
            throw unknown;
        }
    }

    private InvalidSyncPropertyException unknown(String name, String expected) {
        return new InvalidSyncPropertyException(connection.prefix() + "ssl.bundle", name, expected);
    }
}
