package io.zenquery.sync.server.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zenquery.sync.patch.AtomKey;
import io.zenquery.sync.server.ClientKey;
import io.zenquery.sync.server.DeltaLog;
import io.zenquery.sync.server.DeltaLogContract;
import io.zenquery.sync.server.LogEntry;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What a log does when somebody has put back, or changed by hand, what is in its database. */
abstract class PutBackContract extends DeltaLogContract {
    static final Instant START = Instant.parse("2026-01-01T06:00:00Z");
    static final JdbcLogOptions OPTIONS = new JdbcLogOptions(RETENTION, Duration.ofDays(4), Duration.ofDays(8));
    static final ClientKey ANN = new ClientKey("ann", "ann-1");

    private @Nullable String channel;
    Instant now = START;

    abstract DataSource dataSource();

    @Override
    protected DeltaLog open(String newEpoch, Map<AtomKey, JsonNode> initialDocuments) {
        return open(newEpoch, initialDocuments, dataSource());
    }

    DeltaLog open(String newEpoch, Map<AtomKey, JsonNode> initialDocuments, DataSource source) {
        if (channel == null) {
            channel = UUID.randomUUID().toString();
        }
        // The superclass opens the first log before this class has its clock.
        return new JdbcDeltaLogs(source, OPTIONS, () -> now == null ? START : now)
                .open(channel, newEpoch, initialDocuments);
    }

    private void sql(String statement, Object... parameters) {
        try (Connection connection = dataSource().getConnection();
                PreparedStatement prepared = connection.prepareStatement(statement)) {
            for (int i = 0; i < parameters.length; i++) {
                prepared.setObject(i + 1, parameters[i]);
            }
            prepared.executeUpdate();
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void putBack_underARunningNode_goesOnInANewEpoch() {
        log.exclusively(() -> append(log, ANN, 1));
        log.exclusively(() -> append(log, ANN, 2));
        putBackTo(1);

        log.exclusively(() -> {
            assertThat(log.head()).isEqualTo(1);
            assertThat(log.epoch()).isNotEqualTo("first");
            assertThat(log.lastDecided(ANN)).isEqualTo(1);
            return append(log, ANN, 2);
        });

        assertThat(log.read(1, 2)).extracting(entry -> entry.delta().epoch()).containsOnly(log.epoch());
        assertThat(another().epoch()).isEqualTo(log.epoch());
    }

    @Test
    void putBack_andWrittenToByAnotherNode_isNoticedByTheContent() {
        log.exclusively(() -> append(log, ANN, 1));
        log.exclusively(() -> append(log, ANN, 2));
        putBackTo(1);
        DeltaLog other = another();
        other.exclusively(() -> append(other, new ClientKey("bob", "b"), 1));
        other.exclusively(() -> append(other, new ClientKey("bob", "b"), 2));
        assertThat(other.epoch()).isEqualTo("first");

        log.refresh();

        assertThat(log.epoch()).isNotEqualTo("first");
        assertThat(log.head()).isEqualTo(3);
        other.refresh();
        assertThat(other.epoch()).isEqualTo(log.epoch());
        assertThat(other.read(1, 3))
                .extracting(LogEntry::delta)
                .isEqualTo(log.read(1, 3).stream().map(LogEntry::delta).toList());
    }

    @Test
    void putBack_toAnotherIncarnationOfTheDatabase_goesOnInANewEpoch() {
        log.exclusively(() -> append(log, ANN, 1));
        sql("UPDATE zenquery_sync_channel SET incarnation = 'another' WHERE channel = ?", String.valueOf(channel));

        DeltaLog restarted = another();

        assertThat(restarted.epoch()).isNotEqualTo("first");
        assertThat(restarted.head()).isEqualTo(1);
        log.refresh();
        assertThat(log.epoch()).isEqualTo(restarted.epoch());
        assertThat(another().epoch()).isEqualTo(restarted.epoch());
    }

    private void putBackTo(long head) {
        String name = String.valueOf(channel);
        sql("UPDATE zenquery_sync_channel SET head = ?, stamp = 'restored' WHERE channel = ?", head, name);
        sql("DELETE FROM zenquery_sync_delta WHERE channel = ? AND server_seq > ?", name, head);
        sql("DELETE FROM zenquery_sync_decision WHERE channel = ? AND client_seq > ?", name, head);
        sql("UPDATE zenquery_sync_client SET last_decided = ? WHERE channel = ?", head, name);
    }

    @Test
    void read_rowsDeletedByHand_saysSo() {
        log.exclusively(() -> append(log, ANN, 1));
        sql("DELETE FROM zenquery_sync_delta WHERE channel = ?", String.valueOf(channel));

        assertThatThrownBy(() -> another().head())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("expected the deltas from 1 to 1");
    }
}
