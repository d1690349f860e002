package io.zenquery.sync.server.jdbc;

import io.zenquery.sync.patch.AtomKey;
import io.zenquery.sync.server.ClientKey;
import io.zenquery.sync.server.Decision;
import io.zenquery.sync.server.DeltaLog;
import io.zenquery.sync.server.LogEntry;
import io.zenquery.sync.server.LogUnavailableException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * One channel's log. A group of works is one transaction: lock the channel's row, read what others have appended since, run the
 * works, write what they wrote, commit.
 */
final class JdbcDeltaLog implements DeltaLog {
    private final String channel;
    private final DataSource dataSource;
    private final Dialect dialect;
    private final Supplier<String> ids;
    private final Upkeep upkeep;
    private final CatchUp catchUp;
    private final Known known = new Known();
    private final GroupCommit group = new GroupCommit(this::transact);
    private @Nullable Transaction transaction; // of the thread that leads the group

    JdbcDeltaLog(String channel, DataSource dataSource, Dialect dialect, Supplier<String> ids, Upkeep upkeep) {
        this.channel = channel;
        this.dataSource = dataSource;
        this.dialect = dialect;
        this.ids = ids;
        this.upkeep = upkeep;
        this.catchUp = new CatchUp(known, dialect, ids);
    }

    @Override
    public <T> T exclusively(Supplier<T> work) {
        return group.run(work, false);
    }

    @Override
    public void refresh() {
        group.run(() -> known, true);
    }

    // ------------------------------------------------------------------------------------------------- transactions

    private void transact(List<Work<?>> works) {
        try (Connection connection = dataSource.getConnection()) {
            connection.setAutoCommit(false);
            try {
                run(works, connection);
            } catch (SQLException | RuntimeException | Error e) {
                rollback(connection, e);
                throw e;
            } finally {
                transaction = null;
            }
        } catch (SQLException e) {
            catchUp.suspect();
            throw unavailable(e);
        }
    }

    private void run(List<Work<?>> works, Connection connection) throws SQLException {
        Tables tables = new Tables(connection, channel);
        if (works.stream().allMatch(work -> work.reading) && catchUp.withoutLock(tables)) {
            works.forEach(Work::run);
            connection.rollback();
            return;
        }
        ChannelRow row = catchUp.locked(connection, tables);
        Transaction current = new Transaction(known, tables, row.epoch());
        transaction = current;
        for (Work<?> work : works) {
            Transaction.Savepoint start = current.savepoint();
            if (!work.run()) {
                current.rollback(start);
            }
        }
        if (current.isEmpty()) {
            connection.rollback();
        } else {
            commit(current, row, connection, tables);
        }
    }

    private void commit(Transaction current, ChannelRow row, Connection connection, Tables tables) throws SQLException {
        current.store(upkeep.now());
        Upkeep.Truncation truncation = upkeep.run(known, tables);
        long base = truncation == null ? row.base() : truncation.base();
        ChannelRow after = new ChannelRow(row.epoch(), row.incarnation(), base, current.head(), ids.get());
        tables.update(after);
        if (current.appends()) {
            dialect.announce(connection, channel);
        }
        connection.commit();
        dialect.makeDurable(connection);
        current.committed(after);
        if (truncation != null) {
            known.moveBase(truncation.documents(), truncation.base());
        }
    }

    private static void rollback(Connection connection, Throwable cause) {
        try {
            connection.rollback();
        } catch (SQLException e) {
            cause.addSuppressed(e);
        }
    }

    private LogUnavailableException unavailable(SQLException cause) {
        return new LogUnavailableException(
                "the database failed under the log of channel " + channel + ": " + cause.getMessage(), cause);
    }

    private Transaction inside() {
        Transaction current = transaction;
        if (!group.isInside() || current == null) {
            throw new IllegalStateException("expected a call from work that runs exclusively on this log");
        }
        return current;
    }

    private Known.Now committed() {
        Known.Now now = known.now();
        if (now == null) {
            refresh();
            now = known.now();
        }
        if (now == null) {
            throw new IllegalStateException("expected that a refreshed log is loaded");
        }
        return now;
    }

    /** Something that may ask the database within a transaction. */
    private interface Query<T> {
        @Nullable
        T ask(Transaction transaction) throws SQLException;
    }

    private <T> @Nullable T find(Query<T> query) {
        try {
            return query.ask(inside());
        } catch (SQLException e) {
            throw unavailable(e);
        }
    }

    private <T> T query(Query<T> query) {
        return Objects.requireNonNull(find(query));
    }

    // ---------------------------------------------------------------------------------------------------- DeltaLog

    @Override
    public String epoch() {
        return group.isInside() ? inside().epoch() : committed().row().epoch();
    }

    @Override
    public long head() {
        return group.isInside() ? inside().head() : committed().row().head();
    }

    @Override
    public long oldest() {
        return group.isInside() ? inside().oldest() : committed().row().base() + 1;
    }

    @Override
    public List<LogEntry> read(long first, long last) {
        return group.isInside()
                ? inside().read(first, last)
                : known.read(first, Math.min(last, committed().row().head()));
    }

    @Override
    public Map<AtomKey, JsonNode> documents() {
        return group.isInside() ? inside().documents() : committed().documents();
    }

    @Override
    public void append(
            LogEntry entry, Map<AtomKey, JsonNode> documents, @Nullable ClientKey client, @Nullable Decision decision) {
        find(now -> {
            now.append(entry, documents, client, decision);
            return null;
        });
    }

    @Override
    public void decide(ClientKey client, Decision decision) {
        find(now -> {
            now.decide(client, decision);
            return null;
        });
    }

    @Override
    public @Nullable Decision decision(ClientKey client, long clientSeq) {
        return find(now -> now.decision(client, clientSeq));
    }

    @Override
    public List<Decision> decisions(ClientKey client, long from) {
        return query(now -> now.decisions(client, from));
    }

    @Override
    public long lastDecided(ClientKey client) {
        return query(now -> now.lastDecided(client));
    }

    @Override
    public Set<ClientKey> clients() {
        return query(Transaction::decidedClients);
    }

    @Override
    public String issueFence(ClientKey client) {
        String fence = ids.get();
        find(now -> {
            now.fence(client, fence);
            return null;
        });
        return fence;
    }

    @Override
    public @Nullable ClientKey fenceHolder(String fence) {
        return find(now -> now.holder(fence));
    }
}
