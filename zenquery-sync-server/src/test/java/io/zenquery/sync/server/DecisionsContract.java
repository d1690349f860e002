package io.zenquery.sync.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zenquery.sync.protocol.ServerMessage.Ack;
import io.zenquery.sync.protocol.ServerMessage.Reason;
import io.zenquery.sync.protocol.ServerMessage.Rejection;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What every log keeps of the clients: decisions and fences. */
abstract class DecisionsContract extends TestedLog {

    @Test
    void decide_readBack_isTheSame() {
        log.exclusively(() -> {
            append(log, ANN, 1);
            log.decide(ANN, rejection(log, 2));
            append(log, ANN, 5);
            return true;
        });

        log.exclusively(() -> {
            assertThat(log.decision(ANN, 1)).isEqualTo(new Decision("h1", new Ack(1, 1, 1L, Map.of("tmp", "final"))));
            assertThat(log.decision(ANN, 2))
                    .isEqualTo(new Decision("r2", new Rejection(2, 1, "no", Reason.PERMANENT, "not today")));
            assertThat(log.decision(ANN, 3)).isNull();
            assertThat(log.decision(ANN, 6)).isNull();
            assertThat(log.decision(BOB, 1)).isNull();
            assertThat(log.decisions(ANN, 2))
                    .extracting(each -> each.verdict().clientSeq())
                    .containsExactly(2L, 5L);
            assertThat(log.decisions(ANN, 6)).isEmpty();
            assertThat(log.lastDecided(ANN)).isEqualTo(5);
            assertThat(log.lastDecided(new ClientKey("ann", "ann-2"))).isZero();
            assertThat(log.clients()).containsExactly(ANN);
            return true;
        });
    }

    @Test
    void decide_numberHasADecision_isRefused() {
        log.exclusively(() -> append(log, ANN, 1));

        assertThatThrownBy(() -> log.exclusively(() -> {
                    log.decide(ANN, rejection(log, 1));
                    return true;
                }))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expected a number without a decision, got 1");
    }

    @Test
    void issueFence_again_voidsTheOneBefore() {
        String first = log.exclusively(() -> log.issueFence(ANN));
        String ofBob = log.exclusively(() -> log.issueFence(BOB));
        String second = log.exclusively(() -> {
            String issued = log.issueFence(ANN);
            assertThat(log.fenceHolder(first)).isNull();
            assertThat(log.fenceHolder(issued)).isEqualTo(ANN);
            return issued;
        });

        log.exclusively(() -> {
            assertThat(log.fenceHolder(first)).isNull();
            assertThat(log.fenceHolder(second)).isEqualTo(ANN);
            assertThat(log.fenceHolder(ofBob)).isEqualTo(BOB);
            assertThat(log.fenceHolder("nobody's")).isNull();
            assertThat(log.clients()).isEmpty();
            return true;
        });
    }
}
