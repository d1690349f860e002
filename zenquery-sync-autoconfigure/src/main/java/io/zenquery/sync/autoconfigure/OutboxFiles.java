package io.zenquery.sync.autoconfigure;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Where the outboxes of a connection's channels are. */
final class OutboxFiles {
    private static final String END = ".outbox";
    private static final Pattern CAPITAL = Pattern.compile("\\+([a-z])");

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
        return configured.resolveSibling(configured.getFileName() + "." + name + END);
    }

    /**
     * The other channels of the connection that have a file, by name; none where the directory is yet to come. Looks into none of them.
     *
     * @throws IOException if the directory can't be read
     */
    static SortedMap<String, Path> others(Path configured, String own) throws IOException {
        Path directory = configured.toAbsolutePath().getParent();
        SortedMap<String, Path> found = new TreeMap<>();
        if (directory == null || !Files.isDirectory(directory)) {
            return found;
        }
        try (Stream<Path> files = Files.list(directory)) {
            files.forEach(file -> {
                String channel = channel(
                        configured.getFileName() + ".", file.getFileName().toString());
                if (!channel.equals(own) && ChannelName.isOne(channel) && isOf(file, channel, configured, own)) {
                    found.put(channel, file);
                }
            });
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        return found;
    }

    private static boolean isOf(Path file, String channel, Path configured, String own) {
        return file.getFileName().equals(of(configured, channel, own).getFileName());
    }

    /** What the file would be of; no channel's name if it is none of these files. */
    private static String channel(String start, String file) {
        if (!file.startsWith(start) || !file.endsWith(END) || file.length() < start.length() + END.length()) {
            return "";
        }
        String name = file.substring(start.length(), file.length() - END.length());
        return CAPITAL.matcher(name).replaceAll(letter -> letter.group(1).toUpperCase(Locale.ROOT));
    }
}
