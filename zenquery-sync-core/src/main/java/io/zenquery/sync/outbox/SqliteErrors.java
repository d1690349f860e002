package io.zenquery.sync.outbox;

import java.nio.file.Path;
import java.sql.SQLException;

/** What an error of SQLite means for the file; the codes are at <a href="https://sqlite.org/rescode.html">sqlite.org</a>. */
final class SqliteErrors {
    private static final int ERROR = 1;
    private static final int BUSY = 5;
    private static final int CORRUPT = 11;
    private static final int TOO_BIG = 18;
    private static final int FORMAT = 24;
    private static final int NOT_A_DATABASE = 26;

    private SqliteErrors() {}

    /**
     * Whether an error at opening says that the file is damaged. Plain errors do: the statements are always the same, so it is what
     * they found. All others (a disk that fails or is full, a missing permission, a lock) say nothing about what is in the file.
     */
    static boolean isDamage(SQLException e) {
        return switch (code(e)) {
            case ERROR, CORRUPT, TOO_BIG, FORMAT, NOT_A_DATABASE -> true;
            default -> false;
        };
    }

    static OutboxException atOpening(Path file, SQLException e) {
        if (code(e) == BUSY) {
            return new OutboxLockedException(
                    "the outbox " + file
                            + " is in use by a process that does not hold its lock file, perhaps a tool for"
                            + " SQLite: close it there first",
                    e);
        }
        return new OutboxException("the outbox " + file + " could not be opened: " + e.getMessage(), e);
    }

    /** The driver gives SQLite's extended codes; their low byte is the kind of error, and 0 an error of the driver's own. */
    private static int code(SQLException e) {
        return e.getErrorCode() & 0xFF;
    }
}
