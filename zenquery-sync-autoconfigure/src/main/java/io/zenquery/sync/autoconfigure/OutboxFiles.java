package io.zenquery.sync.autoconfigure;

import java.nio.file.Path;
import java.util.Locale;

/** Where the outboxes of a connection's channels are. */
final class OutboxFiles {
    private OutboxFiles() {}

    /**
     * The file of a channel: the configured one for the connection's own channel, and for each other channel one beside it, {@code
     * <file>.<channel>.outbox}. That is never what the store names a file of its own ({@code -wal}, {@code .lock}, …), for whatever channel;
     * and a capital letter is written as {@code +} with the small one, since some file systems take both for the same.
     */
    static Path of(Path configured, String channel, String own) {
        if (channel.equals(own)) {
            return configured;
        }
        String name = channel.replaceAll("[A-Z]", "+$0").toLowerCase(Locale.ROOT);
        return configured.resolveSibling(configured.getFileName() + "." + name + ".outbox");
    }
}
