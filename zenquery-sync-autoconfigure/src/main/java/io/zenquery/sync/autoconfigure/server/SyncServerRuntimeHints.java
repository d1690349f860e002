package io.zenquery.sync.autoconfigure.server;

import org.jspecify.annotations.Nullable;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;

/**
 * What a native image of a server can't find out by itself: the script of the tables, and classes that are looked for by name. Frames and rows
 * need nothing: their codec is written by hand, without reflection.
 */
final class SyncServerRuntimeHints implements RuntimeHintsRegistrar {
    static final String SCRIPTS = "io/zenquery/sync/server/jdbc/migration/*.sql";
    static final String ACCESS_DENIED = "org.springframework.security.access.AccessDeniedException";
    static final String WEB_SOCKET = "jakarta.websocket.Session";

    @Override
    public void registerHints(RuntimeHints hints, @Nullable ClassLoader classLoader) {
        hints.resources().registerPattern(SCRIPTS);
        hints.reflection()
                .registerTypeIfPresent(classLoader, ACCESS_DENIED)
                .registerTypeIfPresent(classLoader, WEB_SOCKET);
    }
}
