package io.zenquery.sync.outbox;

import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Keeps the records in an SQLite file, so that they survive the end of the process, {@code kill -9} included, and what a returned
 * call has written survives a loss of power. Needs {@code org.xerial:sqlite-jdbc} on the class path.
 *
 * <p>One process at a time may have a file open. A damaged file is set aside, whole, and the store starts empty: no record of such a
 * file is handed out. {@code docs/outbox.md} says more.
 */
public final class SqliteOutboxStore implements OutboxStore {
    private final Path file;
    private final StoreLock lock;
    private final OpenedFile opened;
    private boolean closed;

    private SqliteOutboxStore(Path file, StoreLock lock, OpenedFile opened) {
        this.file = file;
        this.lock = lock;
        this.opened = opened;
    }

    /**
     * Opens the file, or creates it with the directories above it.
     *
     * @param clock says since when the file is held, and when a damaged one was set aside
     * @throws OutboxLockedException if a process, or this one, has it open
     * @throws OutboxException if it can't be created, read or written, is of a later version or some other application's, or the
     *     driver is missing; the file is as before
     */
    public static SqliteOutboxStore open(Path file, Clock clock) {
        requireDriver();
        Path real = StoreFiles.prepare(file);
        StoreLock lock = StoreLock.acquire(real, clock);
        try {
            return new SqliteOutboxStore(real, lock, OpenedFile.open(real, clock));
        } catch (RuntimeException | Error e) {
            lock.close();
            throw e;
        }
    }

    private static void requireDriver() {
        try {
            Class.forName("org.sqlite.JDBC", false, SqliteOutboxStore.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new OutboxException(
                    "a durable outbox needs SQLite's driver: add org.xerial:sqlite-jdbc to the class path, or use no outbox",
                    e);
        }
    }

    @Override
    public List<byte[]> load() {
        requireOpen();
        try {
            List<byte[]> all = new ArrayList<>();
            opened.records().read(all::add);
            return all;
        } catch (SQLException e) {
            throw new OutboxException("the outbox " + file + " could not be read: " + e.getMessage(), e);
        } catch (DamagedStoreException e) {
            throw new OutboxException(
                    "the outbox " + file + " was damaged while it was open: " + e.getMessage()
                            + ". Opening it again will set it aside",
                    e);
        }
    }

    @Override
    public void append(List<byte[]> added) {
        requireOpen();
        Arguments.requireRecords(added);
        try {
            opened.records().append(added);
        } catch (SQLException e) {
            throw notWritten(e);
        }
    }

    @Override
    public void replace(List<byte[]> replacement) {
        requireOpen();
        Arguments.requireRecords(replacement);
        try {
            opened.records().replace(replacement);
        } catch (SQLException e) {
            throw notWritten(e);
        }
    }

    private OutboxException notWritten(SQLException e) {
        return new OutboxException("the outbox " + file + " could not be written: " + e.getMessage(), e);
    }

    @Override
    public Optional<Path> setAside() {
        return Optional.ofNullable(opened.aside());
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        try (lock) {
            opened.connection().close();
        } catch (SQLException e) {
            throw new OutboxException("the outbox " + file + " could not be closed cleanly: " + e.getMessage(), e);
        }
    }

    private void requireOpen() {
        Arguments.requireOpen(!closed, file);
    }
}
