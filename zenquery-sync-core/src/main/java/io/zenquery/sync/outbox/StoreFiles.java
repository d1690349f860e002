package io.zenquery.sync.outbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** The file of a store, and those that stand beside it under names made from its own. */
final class StoreFiles {
    /** The database comes first: a log without its database is seen to be damaged, a database without its log is not. */
    private static final List<String> SUFFIXES = List.of("", "-wal", "-shm", "-journal");

    private static final DateTimeFormatter MOMENT =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmssX").withZone(ZoneOffset.UTC);

    private StoreFiles() {}

    /**
     * Makes sure that there is a file, and gives its one true path: links and relative paths to it must meet in the same lock.
     *
     * @throws OutboxException if there can't be one
     */
    static Path prepare(Path file) {
        if (Files.isDirectory(file)) {
            throw new OutboxException(
                    "expected the path of a file for the outbox, but " + file + " is a directory", null);
        }
        // SQLite's driver takes what follows a question mark for settings.
        if (file.toString().contains("?")) {
            throw new OutboxException("the path of an outbox can't contain a question mark: " + file, null);
        }
        try {
            Path directory = file.toAbsolutePath().getParent();
            if (directory != null) {
                createDirectory(directory);
            }
            createIfMissing(file);
            Path real = file.toRealPath();
            requireWritable(real);
            return real;
        } catch (IOException e) {
            throw new OutboxException("the outbox " + file + " can't be created or reached: " + e, e);
        }
    }

    /** A file that only its owner may read and write, where the file system knows of owners: it holds the data of users. */
    static void createIfMissing(Path file) throws IOException {
        if (!Files.exists(file)) {
            // Not CREATE_NEW, which would refuse a link to a file that is yet to come.
            Set<StandardOpenOption> options = Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            Files.newByteChannel(file, options, ownerOnly(file, "rw-------")).close();
        }
    }

    /**
     * Moves the file, and what belongs to it, to a name that says when. What was set aside before stays.
     *
     * @return where the file is now
     */
    static Path setAside(Path file, Instant when) throws IOException {
        String name = file.getFileName() + ".damaged-" + MOMENT.format(when);
        Path target = file.resolveSibling(name);
        for (int i = 2; siblings(target).anyMatch(StoreFiles::exists); i++) {
            target = file.resolveSibling(name + "-" + i);
        }
        for (String suffix : SUFFIXES) {
            if (exists(sibling(file, suffix))) {
                Files.move(sibling(file, suffix), sibling(target, suffix));
            }
        }
        return target;
    }

    static Path sibling(Path file, String suffix) {
        return file.resolveSibling(file.getFileName() + suffix);
    }

    private static Stream<Path> siblings(Path file) {
        return SUFFIXES.stream().map(suffix -> sibling(file, suffix));
    }

    private static boolean exists(Path file) {
        return Files.exists(file, LinkOption.NOFOLLOW_LINKS);
    }

    private static void createDirectory(Path directory) throws IOException {
        // createDirectories refuses a link to a directory on older Java.
        if (!Files.isDirectory(directory)) {
            Files.createDirectories(directory, ownerOnly(directory, "rwx------"));
        }
    }

    private static void requireWritable(Path file) {
        if (!Files.isReadable(file) || !Files.isWritable(file)) {
            throw new OutboxException("the outbox " + file + " must be readable and writable for this process", null);
        }
        if (!Files.isWritable(file.getParent())) {
            throw new OutboxException(
                    "the directory of the outbox " + file
                            + " must be writable for this process: its lock and its log stand beside it",
                    null);
        }
    }

    private static FileAttribute<?>[] ownerOnly(Path file, String permissions) {
        boolean posix = file.getFileSystem().supportedFileAttributeViews().contains("posix");
        return posix
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }
}
