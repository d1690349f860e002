package io.zenquery.sync.server.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zenquery.sync.patch.AtomKey;
import io.zenquery.sync.protocol.ServerMessage.Ack;
import io.zenquery.sync.server.ClientKey;
import io.zenquery.sync.server.Decision;
import io.zenquery.sync.server.DeltaLog;
import io.zenquery.sync.server.DeltaLogContract;
import io.zenquery.sync.server.LogEntry;
import io.zenquery.sync.server.LogUnavailableException;
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

/** What a log in a database does besides: nodes share it, it outlives them, and the database may fail or be put back. */
abstract class JdbcDeltaLogContract extends DeltaLogContract {
    private static final Instant START = Instant.parse("2026-01-01T06:00:00Z");
    private static final JdbcLogOptions OPTIONS = new JdbcLogOptions(RETENTION, Duration.ofDays(4), Duration.ofDays(8));
    private static final ClientKey ANN = new ClientKey("ann", "ann-1");

    private @Nullable String channel;
    private Instant now = START;

    abstract DataSource dataSource();

    @Override
    protected DeltaLog open(String newEpoch, Map<AtomKey, JsonNode> initialDocuments) {
        return open(newEpoch, initialDocuments, dataSource());
    }

    private DeltaLog open(String newEpoch, Map<AtomKey, JsonNode> initialDocuments, DataSource source) {
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

    // ------------------------------------------------------------------------------------------------------ sharing

    @Test
    void open_again_findsEverything() {
        String fence = log.exclusively(() -> {
            append(log, ANN, 1);
            append(log, null, 0);
            return log.issueFence(ANN);
        });

        DeltaLog again = another();

        assertThat(again.epoch()).isEqualTo("first");
        assertThat(again.head()).isEqualTo(2);
        assertThat(again.documents()).hasToString(log.documents().toString());
        assertThat(again.read(1, 2)).hasToString(log.read(1, 2).toString());
        again.exclusively(() -> {
            assertThat(again.decision(ANN, 1)).isNotNull();
            assertThat(again.fenceHolder(fence)).isEqualTo(ANN);
            return true;
        });
    }

    @Test
    void refresh_anotherNodeAppended_hasItsDeltas() {
        assertThat(log.head()).isZero();
        DeltaLog other = another();
        other.exclusively(() -> append(other, ANN, 1));
        assertThat(log.head()).isZero();

        log.refresh();

        assertThat(log.head()).isEqualTo(1);
        assertThat(log.read(1, 1)).hasToString(other.read(1, 1).toString());
        assertThat(log.documents()).hasToString(other.documents().toString());
    }

    @Test
    void exclusively_anotherNodeWrote_goesOnFromThere() {
        DeltaLog other = another();
        String old = log.exclusively(() -> log.issueFence(ANN));
        String fence = other.exclusively(() -> {
            append(other, ANN, 1);
            return other.issueFence(ANN);
        });

        log.exclusively(() -> {
            assertThat(log.head()).isEqualTo(1);
            assertThat(log.lastDecided(ANN)).isEqualTo(1);
            assertThat(log.decision(ANN, 1)).isNotNull();
            assertThat(log.fenceHolder(old)).isNull();
            assertThat(log.fenceHolder(fence)).isEqualTo(ANN);
            return append(log, ANN, 2);
        });

        other.refresh();
        assertThat(other.head()).isEqualTo(2);
    }

    @Test
    void refresh_farBehindATruncatedLog_beginsAnewFromItsBase() {
        DeltaLog other = another();
        for (int i = 0; i < 3 * RETENTION; i++) {
            other.exclusively(() -> append(other, null, 0));
        }

        log.refresh();

        assertThat(log.head()).isEqualTo(3 * RETENTION);
        assertThat(log.oldest()).isEqualTo(other.oldest());
        assertThat(log.documents()).hasToString(other.documents().toString());
    }

    @Test
    void refresh_truncatedMeanwhile_forgetsTheSame() {
        DeltaLog other = another();
        for (int i = 0; i < RETENTION; i++) {
            other.exclusively(() -> append(other, null, 0));
        }
        log.refresh();
        for (int i = 0; i < RETENTION / 2; i++) {
            other.exclusively(() -> append(other, null, 0));
        }

        log.refresh();

        assertThat(other.oldest()).isGreaterThan(1);
        assertThat(log.oldest()).isEqualTo(other.oldest());
        assertThat(log.read(1, log.head()))
                .hasToString(other.read(1, other.head()).toString());
        assertThat(another().documents()).hasToString(log.documents().toString());
    }

    // ---------------------------------------------------------------------------------------------------------- age

    @Test
    void retention_oldDeltas_areForgottenAtTheNextWrite() {
        log.exclusively(() -> append(log, ANN, 1)); // at midnight
        now = START.plus(Duration.ofDays(6));

        log.exclusively(() -> append(log, null, 0)); // at midnight too, so it goes with the next

        assertThat(log.oldest()).isEqualTo(2);
        assertThat(size(log)).isEqualTo(2);
        log.exclusively(() -> {
            assertThat(log.decision(ANN, 1)).as("outlives the delta").isNotNull();
            return true;
        });
    }

    @Test
    void retention_oldDecision_isForgottenAndItsNumberIsNot() {
        log.exclusively(() -> append(log, ANN, 1));
        now = START.plus(Duration.ofDays(9));

        log.exclusively(() -> append(log, null, 0));

        log.exclusively(() -> {
            assertThat(log.decision(ANN, 1)).isNull();
            assertThat(log.lastDecided(ANN)).isEqualTo(1);
            return true;
        });
    }

    // ------------------------------------------------------------------------------------------------------- failure

    /** The database fails at the first, the second ... call: each time all of the work is there afterwards, or nothing. */
    @Test
    void exclusively_databaseFailsAtAnyStep_allOrNothing() {
        FailingDataSource failing = new FailingDataSource(dataSource());
        DeltaLog node = open("second", Map.of(), failing.dataSource());
        node.exclusively(() -> append(node, ANN, 1));
        int failures = 0;
        long number = 2;
        for (int step = 1; failures == step - 1; step++) {
            long clientSeq = number;
            failing.failAt(step);
            boolean failed = false;
            try {
                node.exclusively(() -> {
                    append(node, ANN, clientSeq);
                    node.decide(new ClientKey("bob", "e" + clientSeq), decisionOf(node, 1));
                    return append(node, null, 0);
                });
            } catch (LogUnavailableException e) {
                failed = true;
                failures++;
            }
            failing.heal();
            DeltaLog fresh = another();
            node.refresh();
            assertThat(node.head()).isEqualTo(fresh.head());
            assertThat(node.documents()).hasToString(fresh.documents().toString());
            boolean there = fresh.<Boolean>exclusively(() -> fresh.decision(ANN, clientSeq) != null);
            assertThat(fresh.<Boolean>exclusively(() -> fresh.lastDecided(new ClientKey("bob", "e" + clientSeq)) == 1))
                    .isEqualTo(there);
            assertThat(there || failed).isTrue();
            assertThat(fresh.head() % 2).as("one delta, then two at a time").isEqualTo(1);
            number += there ? 1 : 0;
        }
        assertThat(failures).as("steps of one transaction").isGreaterThan(6);
    }

    private static Decision decisionOf(DeltaLog at, long clientSeq) {
        return new Decision("h", new Ack(clientSeq, at.head(), null));
    }

    // ----------------------------------------------------------------------------------------------- another database

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
