package io.zenquery.sync.outbox;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import org.jspecify.annotations.Nullable;

/**
 * An outbox that has been opened and read through, so that damage is found before anything is handed out or written.
 *
 * @param aside where the damaged file is that stood in its place, if there was one
 */
record OpenedFile(
        Connection connection,
        SqliteRecords records,
        @Nullable Path aside) {

    /** Opens what the caller has locked. If that fails, nothing of it is open. */
    static OpenedFile open(Path file, Clock clock) {
        try {
            return read(file, null);
        } catch (DamagedStoreException damage) {
            Path aside = setAside(file, clock, damage);
            try {
                return read(file, aside);
            } catch (DamagedStoreException again) {
                again.addSuppressed(damage);
                throw new OutboxException(
                        "the outbox " + file + " could not be created: " + again.getMessage()
                                + ". The one before, set aside as damaged, is " + aside,
                        again);
            }
        }
    }

    private static OpenedFile read(Path file, @Nullable Path aside) throws DamagedStoreException {
        try {
            Connection connection = SqliteDatabase.open(file);
            try {
                SqliteRecords records = new SqliteRecords(connection);
                records.read(record -> {});
                return new OpenedFile(connection, records, aside);
            } catch (SQLException | DamagedStoreException | RuntimeException | Error e) {
                SqliteDatabase.close(connection, e);
                throw e;
            }
        } catch (SQLException e) {
            if (SqliteErrors.isDamage(e)) {
                throw new DamagedStoreException(String.valueOf(e.getMessage()), e);
            }
            throw SqliteErrors.atOpening(file, e);
        } catch (IOException e) {
            throw new OutboxException("the outbox " + file + " could not be opened: " + e, e);
        }
    }

    private static Path setAside(Path file, Clock clock, DamagedStoreException damage) {
        try {
            Path aside = StoreFiles.setAside(file, clock.instant());
            StoreFiles.createIfMissing(file);
            return aside;
        } catch (IOException e) {
            e.addSuppressed(damage);
            throw new OutboxException(
                    "the outbox " + file + " is damaged (" + damage.getMessage() + ") and could not be set aside: " + e,
                    e);
        }
    }
}
