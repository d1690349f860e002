package io.zenquery.sync.server.jdbc;

import io.zenquery.sync.patch.AtomKey;
import io.zenquery.sync.protocol.ProtocolCodec;
import io.zenquery.sync.protocol.ProtocolException;
import io.zenquery.sync.protocol.ServerMessage;
import io.zenquery.sync.protocol.ServerMessage.Delta;
import io.zenquery.sync.protocol.ServerMessage.Snapshot;
import io.zenquery.sync.protocol.ServerMessage.Verdict;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** What stands in the rows: the messages of the protocol, as text. */
final class RowFormat {
    private RowFormat() {}

    static String write(ServerMessage message) {
        return new String(ProtocolCodec.encode(message), StandardCharsets.UTF_8);
    }

    static String write(long number, Map<AtomKey, JsonNode> documents) {
        return write(new Snapshot(number, "-", documents, List.of(), Instant.EPOCH));
    }

    /** @param epoch the log's present one: a delta of a restored copy must not carry the one it was written in */
    static Delta delta(String text, String epoch) {
        Delta delta = read(text, Delta.class);
        return new Delta(
                delta.serverSeq(),
                delta.prevServerSeq(),
                epoch,
                delta.origin(),
                delta.verdicts(),
                delta.patches(),
                delta.stamp(),
                delta.ids(),
                delta.trace());
    }

    /** The delta as it is when it comes back from its row: equal content in equal form. */
    static Delta asRead(Delta delta) {
        return delta(write(delta), delta.epoch());
    }

    static Verdict verdict(String text) {
        return read(text, Verdict.class);
    }

    static Map<AtomKey, JsonNode> documents(String text) {
        return read(text, Snapshot.class).state();
    }

    private static <T extends ServerMessage> T read(String text, Class<T> type) {
        ServerMessage message;
        try {
            message = ProtocolCodec.decodeServer(text.getBytes(StandardCharsets.UTF_8));
        } catch (ProtocolException e) {
            throw new IllegalStateException(
                    "expected a " + type.getSimpleName() + " in a row of the log, got \"" + start(text) + "\"", e);
        }
        if (!type.isInstance(message)) {
            throw new IllegalStateException(
                    "expected a " + type.getSimpleName() + " in a row of the log, got \"" + start(text) + "\"");
        }
        return type.cast(message);
    }

    private static String start(String text) {
        return text.length() > 100 ? text.substring(0, 100) + "..." : text;
    }
}
