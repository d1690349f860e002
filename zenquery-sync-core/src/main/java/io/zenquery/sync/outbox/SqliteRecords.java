package io.zenquery.sync.outbox;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The table of records: reads it with every check, and changes it in transactions.
 *
 * <p>Statements live no longer than a transaction: the driver finalizes one that fails, so one that was kept would be of no use after
 * the disk had been full once.
 */
final class SqliteRecords {
    static final String TABLE = "CREATE TABLE outbox_record (number INTEGER PRIMARY KEY, run_start INTEGER NOT NULL,"
            + " group_end INTEGER NOT NULL, checksum INTEGER NOT NULL, body BLOB NOT NULL)";

    private static final String SELECT =
            "SELECT number, run_start, group_end, body, checksum FROM outbox_record ORDER BY number";
    private static final String INSERT =
            "INSERT INTO outbox_record (number, run_start, group_end, body, checksum) VALUES (?, ?, ?, ?, ?)";

    private final Connection connection;
    private long runStart = 1;
    private long next = 1;

    SqliteRecords(Connection connection) {
        this.connection = connection;
    }

    /** Reads all records in order. What the target was given counts only if this returns. */
    void read(Consumer<byte[]> target) throws SQLException, DamagedStoreException {
        StoredRecord last = null;
        try (Statement select = connection.createStatement();
                ResultSet rows = select.executeQuery(SELECT)) {
            while (rows.next()) {
                last = checked(rows, last);
                target.accept(last.body());
            }
        }
        if (last != null) {
            if (!last.closesGroup()) {
                throw new DamagedStoreException(
                        "expected records up to " + last.groupEnd() + ", the last one is " + last.number());
            }
            runStart = last.runStart();
            next = last.number() + 1;
        }
    }

    void append(List<byte[]> records) throws SQLException {
        write(records, runStart, false);
    }

    void replace(List<byte[]> records) throws SQLException {
        write(records, next, true);
    }

    private void write(List<byte[]> records, long newRunStart, boolean replacing) throws SQLException {
        long groupEnd = next + records.size() - 1;
        execute("BEGIN IMMEDIATE");
        try {
            if (replacing) {
                execute("DELETE FROM outbox_record");
            }
            insert(records, newRunStart, groupEnd);
            execute("COMMIT");
        } catch (SQLException | RuntimeException | Error e) {
            rollBack(e);
            throw e;
        }
        runStart = newRunStart;
        next = groupEnd + 1;
    }

    private void rollBack(Throwable failure) {
        try {
            execute("ROLLBACK");
        } catch (SQLException e) {
            // After some failures, a full disk for one, SQLite has rolled back by itself and has nothing more to do.
            failure.addSuppressed(e);
        }
    }

    private void insert(List<byte[]> records, long newRunStart, long groupEnd) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
            long number = next;
            for (byte[] body : records) {
                StoredRecord added = new StoredRecord(number++, newRunStart, groupEnd, body);
                insert.setLong(1, added.number());
                insert.setLong(2, added.runStart());
                insert.setLong(3, added.groupEnd());
                insert.setBytes(4, added.body());
                insert.setLong(5, added.checksum());
                insert.executeUpdate();
            }
        }
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.executeUpdate(sql);
        }
    }

    private static StoredRecord checked(ResultSet rows, @Nullable StoredRecord before)
            throws SQLException, DamagedStoreException {
        byte[] body = rows.getBytes(4);
        long number = rows.getLong(1);
        if (body == null) {
            throw new DamagedStoreException("record " + number + " has no content");
        }
        StoredRecord found = new StoredRecord(number, rows.getLong(2), rows.getLong(3), body);
        if (rows.getLong(5) != found.checksum()) {
            throw new DamagedStoreException("the content of record " + number + " does not match its checksum");
        }
        if (before == null ? !found.opensRun() : !found.follows(before)) {
            throw new DamagedStoreException("record " + number + " does not follow "
                    + (before == null ? "the start" : "record " + before.number()));
        }
        return found;
    }
}
