package io.zenquery.sync.autoconfigure;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.aot.hint.BindingReflectionHintsRegistrar;
import org.springframework.aot.hint.MemberCategory;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;
import org.springframework.util.ClassUtils;

/**
 * What a native image of a client can't find out by itself: the outbox's records, which Jackson reads and writes, its driver, and a class that is
 * looked for by name. Frames need nothing: their codec is written by hand, without reflection.
 */
final class SyncClientRuntimeHints implements RuntimeHintsRegistrar {
    private static final String SESSION = "io.zenquery.sync.session.";

    /** The types of {@code OutboxFormat}; what they hold is found from there. */
    static final List<String> OUTBOX = List.of(
            SESSION + "OutboxFormat$Kinds",
            SESSION + "OutboxRecord",
            SESSION + "OutboxRecord$Checkpoint",
            SESSION + "OutboxRecord$Registered",
            SESSION + "OutboxRecord$Applied",
            SESSION + "OutboxRecord$Ended",
            SESSION + "OutboxRecord$Discarded",
            SESSION + "OutboxRecord$Noted");

    /** The jar brings its own hints for the rest, its binaries among them. */
    static final String DRIVER = "org.sqlite.JDBC";

    static final String TOMCAT_CLIENT = "org.apache.tomcat.websocket.WsWebSocketContainer";

    @Override
    public void registerHints(RuntimeHints hints, @Nullable ClassLoader classLoader) {
        BindingReflectionHintsRegistrar bindings = new BindingReflectionHintsRegistrar();
        for (String name : OUTBOX) {
            bindings.registerReflectionHints(hints.reflection(), ClassUtils.resolveClassName(name, classLoader));
        }
        hints.reflection()
                .registerTypeIfPresent(classLoader, DRIVER, MemberCategory.INVOKE_DECLARED_CONSTRUCTORS)
                .registerTypeIfPresent(classLoader, TOMCAT_CLIENT);
    }
}
