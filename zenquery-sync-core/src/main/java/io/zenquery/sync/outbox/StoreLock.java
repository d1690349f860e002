package io.zenquery.sync.outbox;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * One process per store, by a lock of the operating system on a file beside it; the system frees it however the process ends. The
 * file stays when the lock is let go: removing it would let two processes lock two files of one name.
 *
 * <p>Within a process, system properties say which stores are open. They have to: where locks are POSIX's, closing any handle on a
 * file drops the process's lock on it, so a second opener must find out before it touches the file. A static field would not do,
 * since each class loader has its own.
 */
final class StoreLock implements AutoCloseable {
    private static final String PROPERTY = "io.zenquery.sync.outbox.open:";

    /** Beyond the text, because on Windows nobody else could read what is locked. */
    private static final long POSITION = 1L << 30;

    private static final int LONGEST_TEXT = 512;

    private final String property;
    private final RandomAccessFile file;

    private StoreLock(String property, RandomAccessFile file) {
        this.property = property;
        this.file = file;
    }

    /**
     * Takes the lock of a store.
     *
     * @param store its real path
     * @throws OutboxLockedException if it is taken
     */
    static StoreLock acquire(Path store, Clock clock) {
        String property = PROPERTY + store;
        String self = "process " + ProcessHandle.current().pid() + " on host " + host() + ", since "
                + clock.instant().truncatedTo(ChronoUnit.SECONDS);
        Object holder = System.getProperties().putIfAbsent(property, self);
        if (holder != null) {
            throw new OutboxLockedException(
                    "the outbox " + store + " is open already in this process (" + holder
                            + "): close it there first, or give each session a file of its own",
                    null);
        }
        try {
            return new StoreLock(property, lock(store, self));
        } catch (IOException e) {
            System.clearProperty(property);
            throw new OutboxException("the lock of the outbox " + store + " can't be taken: " + e, e);
        } catch (RuntimeException e) {
            System.clearProperty(property);
            throw e;
        }
    }

    private static RandomAccessFile lock(Path store, String self) throws IOException {
        Path path = StoreFiles.sibling(store, ".lock");
        StoreFiles.createIfMissing(path);
        // Not a FileChannel of its own: interrupting a thread that uses one closes it, and the lock would go.
        RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw");
        try {
            if (tryLock(file) == null) {
                throw new OutboxLockedException(
                        "the outbox " + store + " is in use by " + read(file)
                                + ": stop that process, or give this one a file of its own",
                        null);
            }
            byte[] text = self.getBytes(StandardCharsets.UTF_8);
            file.write(text);
            file.setLength(text.length);
            return file;
        } catch (IOException | RuntimeException e) {
            file.close();
            throw e;
        }
    }

    private static @Nullable FileLock tryLock(RandomAccessFile file) throws IOException {
        try {
            return file.getChannel().tryLock(POSITION, 1, false);
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    private static String read(RandomAccessFile file) throws IOException {
        byte[] text = new byte[(int) Math.min(LONGEST_TEXT, file.length())];
        file.readFully(text);
        return text.length == 0 ? "a process that has not said who it is" : new String(text, StandardCharsets.UTF_8);
    }

    private static String host() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "(without a name)";
        }
    }

    @Override
    public void close() {
        try (file) {
            file.setLength(0);
        } catch (IOException e) {
            throw new OutboxException("the lock " + property + " could not be let go cleanly: " + e, e);
        } finally {
            System.clearProperty(property);
        }
    }
}
