package io.zenquery.sync.server;

import io.zenquery.sync.protocol.ServerMessage.Reason;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is decided about one mutation. */
sealed interface Ruling {

    /** It has this effect, which is part of that trace; the temporary ids have become these. */
    record Accept(
            Effect effect,
            Map<String, String> ids,
            @Nullable String trace) implements Ruling {}

    /** It has none, for good. */
    record Reject(String code, Reason reason, String message) implements Ruling {}

    /** Not now. */
    record Later(String message) implements Ruling {}
}
