package io.zenquery.sync.example.server;

import io.zenquery.sync.atom.Draft;
import io.zenquery.sync.patch.Json;
import java.util.Map;

/**
 * The rule that some clients may only read. It is a document of the channel like the board: each change is a delta by the server itself, it
 * is as durable as the board, and whoever listens can see it.
 */
final class ReadOnly {
    static final String ATOM = "rules";
    private static final String CLIENTS = "/readOnly";

    private ReadOnly() {}

    static boolean applies(Draft draft, String clientId) {
        Draft.Atom rules = draft.atom(ATOM);
        return rules.get("").path("readOnly").path(clientId).asBoolean(false);
    }

    /** Changes nothing if it is as asked for already. */
    static void set(Draft draft, String clientId, boolean on) {
        if (applies(draft, clientId) == on) {
            return;
        }
        Draft.Atom rules = draft.atom(ATOM);
        String client = CLIENTS + "/" + clientId.replace("~", "~0").replace("/", "~1");
        if (!on) {
            rules.remove(client);
        } else if (Json.isAbsent(rules.get(""))) {
            rules.add("", Map.of("readOnly", Map.of(clientId, true)));
        } else {
            rules.add(client, true);
        }
    }
}
