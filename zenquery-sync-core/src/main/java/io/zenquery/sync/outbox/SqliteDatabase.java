package io.zenquery.sync.outbox;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.sqlite.SQLiteConfig;

/** Opens a file with SQLite, and makes sure that it is an outbox, sound, and of this format; makes it one if it is empty. */
final class SqliteDatabase {
    /** After a checkpoint the log is cut to this, so that one large record does not keep it large. */
    private static final int LOG_BYTES = 4 << 20;

    private static final int HEADER_BYTES = 20;
    private static final int WRITE_VERSION = 18;
    private static final int READ_VERSION = 19;

    private SqliteDatabase() {}

    /**
     * Opens the file. If that fails, nothing of it is open.
     *
     * @throws DamagedStoreException if it was an outbox, or nothing at all
     * @throws OutboxException if it is a sound file of something else
     */
    static Connection open(Path file) throws SQLException, IOException, DamagedStoreException {
        checkHeader(file);
        SQLiteConfig config = new SQLiteConfig();
        config.setBusyTimeout(0);
        Connection connection = config.createConnection("jdbc:sqlite:" + file);
        try {
            configure(connection);
            SqliteFormat format = format(connection);
            switch (format) {
                case NEW, CURRENT -> checkPages(connection);
                case DAMAGED -> throw new DamagedStoreException("the head of the database contradicts itself");
                case NEWER ->
                    throw new OutboxException(
                            "the outbox " + file + " was written by a later version, in format "
                                    + number(connection, "user_version") + "; this one knows formats up to "
                                    + SqliteFormat.VERSION + ". Use that version, or a file of another name",
                            null);
                case FOREIGN ->
                    throw new OutboxException(
                            file + " is a database of some other application, not an outbox: use a file of its own",
                            null);
            }
            useLog(connection, file);
            if (format == SqliteFormat.NEW) {
                create(connection);
            }
            return connection;
        } catch (SQLException | DamagedStoreException | RuntimeException | Error e) {
            close(connection, e);
            throw e;
        }
    }

    /**
     * How this connection works. The lock comes first: set after the first look at the file, it would take hold only with the first
     * write. For that reason these are statements, not properties of the connection, which the driver applies in an order of its own.
     */
    private static void configure(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            // Nobody else writes between, also if somebody removes the lock file; and no shared memory is needed.
            statement.execute("PRAGMA locking_mode = EXCLUSIVE");
            // A commit has reached the disk when it returns.
            statement.execute("PRAGMA synchronous = FULL");
            statement.execute("PRAGMA journal_size_limit = " + LOG_BYTES);
        }
    }

    /** What SQLite itself would misread or refuse in a way that looks like something else than damage. */
    private static void checkHeader(Path file) throws IOException, DamagedStoreException {
        Path log = StoreFiles.sibling(file, "-wal");
        if (Files.size(file) == 0) {
            // SQLite would remove the log. It writes the database before the log, so this was not its doing.
            if (Files.exists(log) && Files.size(log) > 0) {
                throw new DamagedStoreException("there is a log, " + log.getFileName() + ", but no database");
            }
            return;
        }
        if (Files.exists(StoreFiles.sibling(file, "-journal"))) {
            return; // SQLite will first put back what is in it
        }
        ByteBuffer header = ByteBuffer.allocate(HEADER_BYTES);
        try (SeekableByteChannel channel = Files.newByteChannel(file)) {
            while (header.hasRemaining() && channel.read(header) >= 0) {}
        }
        if (!header.hasRemaining()) {
            // 1 without a log, 2 with one; if they are anything else SQLite opens the file read-only, or without its
            // log.
            byte version = header.get(READ_VERSION);
            if (version != header.get(WRITE_VERSION) || (version != 1 && version != 2)) {
                throw new DamagedStoreException("the head of the database is not SQLite's");
            }
        }
    }

    private static SqliteFormat format(Connection connection) throws SQLException {
        return SqliteFormat.of(
                number(connection, "application_id"),
                number(connection, "user_version"),
                texts(connection, "SELECT coalesce(sql, name) FROM sqlite_master"));
    }

    /**
     * The quick check goes through all pages, as the full one does. The full one also compares indices with their tables, and there
     * are no indices; what is in the records their checksums tell.
     */
    private static void checkPages(Connection connection) throws SQLException, DamagedStoreException {
        String result = String.join("; ", texts(connection, "PRAGMA quick_check(1)"));
        if (!result.equals("ok")) {
            throw new DamagedStoreException(result);
        }
    }

    /** Only now: it is kept in the file, and a database of someone else must stay as it is. */
    private static void useLog(Connection connection, Path file) throws SQLException {
        String mode = String.join("; ", texts(connection, "PRAGMA journal_mode = WAL"));
        if (!mode.equals("wal")) {
            throw new OutboxException(
                    "the file system of the outbox " + file + " does not allow a write-ahead log (journal_mode stays "
                            + mode + "): use a local disk",
                    null);
        }
    }

    private static void create(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.executeUpdate("BEGIN IMMEDIATE");
            statement.executeUpdate(SqliteRecords.TABLE);
            statement.executeUpdate("PRAGMA application_id = " + SqliteFormat.APPLICATION_ID);
            statement.executeUpdate("PRAGMA user_version = " + SqliteFormat.VERSION);
            statement.executeUpdate("COMMIT");
        }
    }

    private static int number(Connection connection, String pragma) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("PRAGMA " + pragma)) {
            rows.next();
            return rows.getInt(1);
        }
    }

    private static List<String> texts(Connection connection, String query) throws SQLException {
        List<String> texts = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            while (rows.next()) {
                texts.add(rows.getString(1));
            }
        }
        return texts;
    }

    static void close(Connection connection, Throwable failure) {
        try {
            connection.close();
        } catch (SQLException e) {
            failure.addSuppressed(e);
        }
    }
}
