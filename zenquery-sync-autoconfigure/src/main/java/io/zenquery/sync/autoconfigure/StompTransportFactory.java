package io.zenquery.sync.autoconfigure;

import io.zenquery.sync.session.SyncTransport;
import io.zenquery.sync.spring.SyncConnectionDetails;
import io.zenquery.sync.stomp.StompConnections;
import io.zenquery.sync.stomp.StompSettings;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.ssl.SslBundle;

/** Makes transports that speak STOMP. Those of one connection share a WebSocket, if the properties do not say otherwise. */
final class StompTransportFactory implements TransportFactory {
    private final SharedParts shared;
    private final Map<String, StompConnections> connections = new ConcurrentHashMap<>();

    StompTransportFactory(SharedParts shared) {
        this.shared = shared;
    }

    @Override
    public SyncTransport transport(Connection connection, String channel) {
        if (connection.properties().websocketPerChannel()) {
            return connections(connection).transport(channel);
        }
        StompConnections there = connections.get(connection.name());
        if (there == null) { // no computeIfAbsent: beans are looked up, which may themselves need a transport
            StompConnections made = connections(connection);
            StompConnections other = connections.putIfAbsent(connection.name(), made);
            there = other == null ? made : other;
        }
        return there.transport(channel);
    }

    private StompConnections connections(Connection connection) {
        ZenQuerySyncProperties properties = connection.properties();
        SyncConnectionDetails details = shared.details(connection);
        URI url = ServerUrl.parse(connection.prefix() + "url", details.getUrl());
        StompSettings settings = new StompSettings(
                url,
                properties.connectTimeout(),
                properties.heartbeat(),
                Math.toIntExact(properties.maxFrameSize().toBytes()),
                ssl(connection, url, details));
        return new StompConnections(settings, shared.customizers(connection));
    }

    /** What can't be is found now; the bundle itself is taken at each attempt to connect, as it then is. */
    private static @Nullable Supplier<SSLContext> ssl(Connection connection, URI url, SyncConnectionDetails details) {
        SslBundle bundle = details.getSslBundle();
        if (bundle == null) {
            return null;
        }
        if (!"wss".equalsIgnoreCase(url.getScheme())) {
            throw new InvalidSyncPropertyException(
                    connection.prefix() + "url",
                    url.toString(),
                    "a URL that begins with wss://, since an SSL bundle is set: without TLS it would do nothing");
        }
        return () -> {
            SslBundle now = details.getSslBundle();
            return BundleSslContext.of(now == null ? bundle : now);
        };
    }
}
