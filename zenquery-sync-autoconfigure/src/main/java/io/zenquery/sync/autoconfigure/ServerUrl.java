package io.zenquery.sync.autoconfigure;

import java.net.URI;
import java.net.URISyntaxException;

/** The URL of a server's endpoint. */
final class ServerUrl {
    private ServerUrl() {}

    /**
     * @param property where the URL is set
     * @throws InvalidSyncPropertyException if it is not the URL of a WebSocket endpoint
     */
    static URI parse(String property, String url) {
        URI uri;
        try {
            uri = new URI(url);
        } catch (URISyntaxException e) {
            throw new InvalidSyncPropertyException(
                    property, url, "a WebSocket URL; " + e.getReason() + " at index " + e.getIndex());
        }
        String scheme = uri.getScheme();
        require(
                "ws".equalsIgnoreCase(scheme) || "wss".equalsIgnoreCase(scheme),
                property,
                url,
                "a URL that begins with ws:// or wss://");
        require(uri.getHost() != null, property, url, "a URL with a host, such as wss://sync.example.com/zenquery");
        if (uri.getRawUserInfo() != null) {
            throw new InvalidSyncPropertyException(
                    property, null, "a URL without user and password: a SyncConnectCustomizer bean adds credentials");
        }
        require(uri.getRawFragment() == null, property, url, "a URL without a fragment ('#')");
        return uri;
    }

    private static void require(boolean holds, String property, String url, String expected) {
        if (!holds) {
            throw new InvalidSyncPropertyException(property, url, expected);
        }
    }
}
