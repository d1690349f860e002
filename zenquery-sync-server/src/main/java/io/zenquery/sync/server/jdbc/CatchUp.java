package io.zenquery.sync.server.jdbc;

import io.zenquery.sync.patch.AtomKey;
import io.zenquery.sync.protocol.ServerMessage.Delta;
import io.zenquery.sync.server.LogEntry;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/**
 * Makes what this node knows of a channel what the database has. Notices, too, when the database is not the one that it was: put
 * back to an earlier state, it would give numbers a second time; so the log goes on under another epoch.
 *
 * <p>Used by the thread that leads the group.
 */
final class CatchUp {
    private static final Logger LOG = LoggerFactory.getLogger(CatchUp.class);

    private enum Outcome {
        DONE,
        /** The last delta that is known here is not in the log. */
        REWRITTEN,
        /** Rows went away while they were read. */
        TRUNCATED_MEANWHILE
    }

    private final Known known;
    private final Dialect dialect;
    private final Supplier<String> ids;
    private boolean incarnationChecked;

    CatchUp(Known known, Dialect dialect, Supplier<String> ids) {
        this.known = known;
        this.dialect = dialect;
        this.ids = ids;
    }

    /** The database has failed, and may come back as another one. */
    void suspect() {
        incarnationChecked = false;
    }

    /** Without the channel's lock; false if only with it can be told what has happened. */
    boolean withoutLock(Tables tables) throws SQLException {
        return incarnationChecked && follow(row(tables, false), tables) == Outcome.DONE;
    }

    /** Locks the channel's row, until the transaction ends. */
    ChannelRow locked(Connection connection, Tables tables) throws SQLException {
        ChannelRow row = row(tables, true);
        String incarnation = incarnationChecked ? row.incarnation() : dialect.incarnation(connection);
        Outcome outcome = incarnation.equals(row.incarnation()) ? follow(row, tables) : Outcome.REWRITTEN;
        if (outcome == Outcome.REWRITTEN) {
            row = renew(row, incarnation, connection, tables);
            outcome = follow(row, tables);
        }
        if (outcome != Outcome.DONE) {
            throw new IllegalStateException("expected the deltas from " + (row.base() + 1) + " to " + row.head()
                    + " in the log, some are missing. Were rows deleted by hand?");
        }
        incarnationChecked = true;
        return row;
    }

    /** In a transaction of its own: whoever fails after it must not have to find out again. */
    private ChannelRow renew(ChannelRow row, String incarnation, Connection connection, Tables tables)
            throws SQLException {
        String epoch = ids.get();
        LOG.warn(
                "the database of the log was put back to an earlier state, or moved: from {} on, epoch {} follows on {}",
                row.head(),
                epoch,
                row.epoch());
        tables.update(new ChannelRow(epoch, incarnation, row.base(), row.head(), ids.get()));
        connection.commit();
        dialect.makeDurable(connection);
        return row(tables, true);
    }

    private static ChannelRow row(Tables tables, boolean locked) throws SQLException {
        ChannelRow row = tables.channel(locked);
        if (row == null) {
            throw new IllegalStateException(
                    "expected the row of a channel that is open, it is gone. Was it deleted by hand?");
        }
        return row;
    }

    private Outcome follow(ChannelRow row, Tables tables) throws SQLException {
        Known.Now now = known.now();
        if (now == null || !now.row().epoch().equals(row.epoch()) || now.row().head() < row.base()) {
            return load(row, tables);
        }
        if (now.row().stamp().equals(row.stamp())) {
            return Outcome.DONE;
        }
        long head = now.row().head();
        if (row.head() < head) {
            return Outcome.REWRITTEN;
        }
        List<LogEntry> last = row.base() < head ? known.read(head, head) : List.of();
        List<Delta> deltas = tables.deltas(head + 1 - last.size(), row.head(), row.epoch());
        if (deltas.size() != row.head() - head + last.size()) {
            return Outcome.TRUNCATED_MEANWHILE;
        }
        if (!last.isEmpty() && !RowFormat.asRead(last.get(0).delta()).equals(deltas.get(0))) {
            return Outcome.REWRITTEN;
        }
        known.follow(row, deltas.subList(last.size(), deltas.size()));
        return Outcome.DONE;
    }

    private Outcome load(ChannelRow row, Tables tables) throws SQLException {
        Map.Entry<Long, Map<AtomKey, JsonNode>> base = tables.documents();
        List<Delta> deltas = tables.deltas(row.base() + 1, row.head(), row.epoch());
        if (base.getKey() != row.base() || deltas.size() != row.head() - row.base()) {
            return Outcome.TRUNCATED_MEANWHILE;
        }
        known.load(row, base.getValue(), deltas);
        return Outcome.DONE;
    }
}
