package io.zenquery.sync.docker;

import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The URL of a sync server in a container. */
final class ServerAddress {
    static final String CONNECTION_NAME = "zenquery-sync";

    private static final int PORT = 8080;
    private static final String PATH_VARIABLE = "ZENQUERY_SYNC_SERVER_PATH";

    private ServerAddress() {}

    /**
     * The port that the server listens on in its container: 8080, as Spring Boot has it, or the only one that there is.
     *
     * @throws IllegalStateException if there are several, or none
     */
    static int port(Collection<Integer> exposed, Object container) {
        if (exposed.contains(PORT)) {
            return PORT;
        }
        if (exposed.size() == 1) {
            return exposed.iterator().next();
        }
        throw new IllegalStateException("expected one port of the sync server in " + container
                + ", or port 8080 among others, got " + exposed + ": expose the port that it listens on");
    }

    /** The path is the one that the container's environment sets for the server, or else the server's default. */
    static String url(boolean tls, String host, int port, Map<String, ? extends @Nullable String> environment) {
        String set = environment.get(PATH_VARIABLE);
        String path = set == null || set.isBlank() ? "/zenquery" : set;
        return (tls ? "wss://" : "ws://") + host + ":" + port + (path.startsWith("/") ? path : "/" + path);
    }
}
