package io.zenquery.sync.server.jdbc;

import io.zenquery.sync.patch.AtomKey;
import io.zenquery.sync.protocol.ServerMessage.Delta;
import io.zenquery.sync.server.ClientKey;
import io.zenquery.sync.server.Decision;
import io.zenquery.sync.server.LogEntry;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The statements on one channel's rows, over one connection. */
final class Tables {
    private final Statements statements;
    private final String channel;

    Tables(Connection connection, String channel) {
        this.statements = new Statements(connection);
        this.channel = channel;
    }

    // -------------------------------------------------------------------------------------------------- the channel

    @Nullable
    ChannelRow channel(boolean locked) throws SQLException {
        String lock = locked ? " FOR UPDATE" : "";
        return statements.first(
                "SELECT epoch, incarnation, base, head, stamp FROM zenquery_sync_channel WHERE channel = ?" + lock,
                row -> new ChannelRow(
                        Statements.text(row, 1),
                        Statements.text(row, 2),
                        row.getLong(3),
                        row.getLong(4),
                        Statements.text(row, 5)),
                channel);
    }

    void create(ChannelRow row, Map<AtomKey, JsonNode> documents) throws SQLException {
        statements.update(
                "INSERT INTO zenquery_sync_channel (channel, epoch, incarnation, base, head, stamp, documents)"
                        + " VALUES (?, ?, ?, ?, ?, ?, ?)",
                channel,
                row.epoch(),
                row.incarnation(),
                row.base(),
                row.head(),
                row.stamp(),
                RowFormat.write(row.base(), documents));
    }

    void update(ChannelRow row) throws SQLException {
        statements.update(
                "UPDATE zenquery_sync_channel SET epoch = ?, incarnation = ?, head = ?, stamp = ? WHERE channel = ?",
                row.epoch(),
                row.incarnation(),
                row.head(),
                row.stamp(),
                channel);
    }

    /** The documents at the base, with the base that they are of. */
    Map.Entry<Long, Map<AtomKey, JsonNode>> documents() throws SQLException {
        Map.Entry<Long, Map<AtomKey, JsonNode>> found = statements.first(
                "SELECT base, documents FROM zenquery_sync_channel WHERE channel = ?",
                row -> Map.entry(row.getLong(1), RowFormat.documents(Statements.text(row, 2))),
                channel);
        if (found == null) {
            throw new SQLException("expected the row of channel " + channel + ", it is gone");
        }
        return found;
    }

    /** Forgets the deltas up to {@code base}. */
    void truncate(long base, Map<AtomKey, JsonNode> documents) throws SQLException {
        statements.update(
                "UPDATE zenquery_sync_channel SET base = ?, documents = ? WHERE channel = ?",
                base,
                RowFormat.write(base, documents),
                channel);
        statements.update("DELETE FROM zenquery_sync_delta WHERE channel = ? AND server_seq <= ?", channel, base);
    }

    // ---------------------------------------------------------------------------------------------------- its deltas

    /** The deltas from one number to another, in order, as those of that epoch. */
    List<Delta> deltas(long first, long last, String epoch) throws SQLException {
        return statements.all(
                "SELECT delta FROM zenquery_sync_delta WHERE channel = ? AND server_seq BETWEEN ? AND ?"
                        + " ORDER BY server_seq",
                row -> RowFormat.delta(Statements.text(row, 1), epoch),
                channel,
                first,
                last);
    }

    void append(List<LogEntry> entries) throws SQLException {
        List<Object[]> rows = new ArrayList<>();
        entries.forEach(
                entry -> rows.add(new Object[] {channel, entry.delta().serverSeq(), RowFormat.write(entry.delta())}));
        statements.batch("INSERT INTO zenquery_sync_delta (channel, server_seq, delta) VALUES (?, ?, ?)", rows);
    }

    // ------------------------------------------------------------------------------------------------- its decisions

    List<Decision> decisions(ClientKey client, long from) throws SQLException {
        return statements.all(
                "SELECT hash, verdict FROM zenquery_sync_decision WHERE channel = ? AND client_id = ?"
                        + " AND client_epoch = ? AND client_seq >= ? ORDER BY client_seq",
                row -> new Decision(Statements.text(row, 1), RowFormat.verdict(Statements.text(row, 2))),
                channel,
                client.clientId(),
                client.clientEpoch(),
                from);
    }

    void decide(List<Noted> decisions, long nowMillis) throws SQLException {
        List<Object[]> rows = new ArrayList<>();
        decisions.forEach(noted -> rows.add(new Object[] {
            channel,
            noted.client().clientId(),
            noted.client().clientEpoch(),
            noted.clientSeq(),
            noted.decision().hash(),
            RowFormat.write(noted.decision().verdict()),
            nowMillis
        }));
        statements.batch(
                "INSERT INTO zenquery_sync_decision"
                        + " (channel, client_id, client_epoch, client_seq, hash, verdict, decided_on)"
                        + " VALUES (?, ?, ?, ?, ?, ?, ?)",
                rows);
    }

    void forgetDecisions(long beforeMillis) throws SQLException {
        statements.update(
                "DELETE FROM zenquery_sync_decision WHERE channel = ? AND decided_on < ?", channel, beforeMillis);
    }

    // --------------------------------------------------------------------------------------------------- its clients

    ClientRow client(ClientKey client) throws SQLException {
        ClientRow found = statements.first(
                "SELECT last_decided, fence FROM zenquery_sync_client WHERE channel = ? AND client_id = ?"
                        + " AND client_epoch = ?",
                row -> new ClientRow(row.getLong(1), row.getString(2), true),
                channel,
                client.clientId(),
                client.clientEpoch());
        return found == null ? ClientRow.NONE : found;
    }

    @Nullable
    ClientKey holder(String fence) throws SQLException {
        return statements.first(
                "SELECT client_id, client_epoch FROM zenquery_sync_client WHERE channel = ? AND fence = ?",
                Tables::clientKey,
                channel,
                fence);
    }

    Set<ClientKey> decidedClients() throws SQLException {
        return new LinkedHashSet<>(statements.all(
                "SELECT client_id, client_epoch FROM zenquery_sync_client WHERE channel = ? AND last_decided > 0",
                Tables::clientKey,
                channel));
    }

    void store(Map<ClientKey, ClientRow> clients) throws SQLException {
        List<Object[]> inserted = new ArrayList<>();
        List<Object[]> updated = new ArrayList<>();
        clients.forEach((client, row) -> (row.stored() ? updated : inserted).add(new @Nullable Object[] {
            row.lastDecided(), row.fence(), channel, client.clientId(), client.clientEpoch()
        }));
        statements.batch(
                "INSERT INTO zenquery_sync_client (last_decided, fence, channel, client_id, client_epoch)"
                        + " VALUES (?, ?, ?, ?, ?)",
                inserted);
        statements.batch(
                "UPDATE zenquery_sync_client SET last_decided = ?, fence = ? WHERE channel = ? AND client_id = ?"
                        + " AND client_epoch = ?",
                updated);
    }

    private static ClientKey clientKey(ResultSet row) throws SQLException {
        return new ClientKey(Statements.text(row, 1), Statements.text(row, 2));
    }
}
