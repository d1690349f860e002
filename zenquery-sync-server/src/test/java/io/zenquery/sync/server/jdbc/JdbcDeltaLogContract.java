package io.zenquery.sync.server.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.zenquery.sync.protocol.ServerMessage.Ack;
import io.zenquery.sync.server.ClientKey;
import io.zenquery.sync.server.Decision;
import io.zenquery.sync.server.DeltaLog;
import io.zenquery.sync.server.LogUnavailableException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a log in a database does besides: nodes share it, it outlives them, and the database may fail. */
abstract class JdbcDeltaLogContract extends PutBackContract {

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
}
