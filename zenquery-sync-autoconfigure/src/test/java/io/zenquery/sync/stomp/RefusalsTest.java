package io.zenquery.sync.stomp;

import static org.assertj.core.api.Assertions.assertThat;

import io.zenquery.sync.protocol.ServerMessage.ProblemCode;
import io.zenquery.sync.stomp.Refusals.Sent;
import org.junit.jupiter.api.Test;
import org.springframework.web.socket.CloseStatus;

class RefusalsTest {
    private static final Sent BATCH = new Sent(3, 7, 900);
    private static final LossReason TOO_LARGE = LossReason.of(CloseStatus.TOO_BIG_TO_PROCESS);
    private static final LossReason NETWORK = LossReason.of("broken pipe");

    private final Refusals refusals = new Refusals();

    @Test
    void batch_thatEndedTwoConnections_isRefusedWithTheReason() {
        refusals.onLoss(BATCH, TOO_LARGE);
        assertThat(refusals.refusal(BATCH)).isNull();

        refusals.onLoss(BATCH, TOO_LARGE);

        assertThat(refusals.refusal(BATCH)).satisfies(problem -> {
            assertThat(problem.code()).isEqualTo(ProblemCode.BATCH_TOO_LARGE);
            assertThat(problem.message()).contains("mutations 3 to 7", "closed with code 1009");
        });
        assertThat(refusals.refusal(new Sent(3, 4, 300))).isNull();
        assertThat(refusals.refusal(new Sent(8, 8, 901)).code())
                .as("larger still")
                .isEqualTo(ProblemCode.BATCH_TOO_LARGE);
    }

    @Test
    void batch_overWhichConnectionsWereClosedForAnotherReason_isMalformed() {
        refusals.onLoss(BATCH, LossReason.of(CloseStatus.BAD_DATA));
        refusals.onLoss(BATCH, LossReason.of(CloseStatus.BAD_DATA));

        assertThat(refusals.refusal(BATCH).code()).isEqualTo(ProblemCode.MALFORMED);
    }

    @Test
    void loss_ofTheNetworkWithTheBatchUnderWay_neitherCountsNorForgets() {
        refusals.onLoss(BATCH, TOO_LARGE);
        refusals.onLoss(BATCH, NETWORK);
        assertThat(refusals.refusal(BATCH)).isNull();

        refusals.onLoss(BATCH, TOO_LARGE);

        assertThat(refusals.refusal(BATCH)).isNotNull();
    }

    @Test
    void loss_ofTheNetworkAfterRefusal_letsItBeTriedAgain() {
        refusals.onLoss(BATCH, TOO_LARGE);
        refusals.onLoss(BATCH, TOO_LARGE);

        refusals.onLoss(null, NETWORK);

        assertThat(refusals.refusal(BATCH)).isNull();
    }

    @Test
    void loss_onPurposeWithNothingUnanswered_changesNothing() {
        refusals.onLoss(BATCH, TOO_LARGE);
        refusals.onLoss(BATCH, TOO_LARGE);

        refusals.onLoss(null, TOO_LARGE);

        assertThat(refusals.refusal(BATCH)).isNotNull();
    }

    @Test
    void network_losesEveryConnection_refusesNothing() {
        for (int i = 0; i < 10; i++) {
            refusals.onLoss(BATCH, NETWORK);
        }

        assertThat(refusals.refusal(BATCH)).isNull();
    }
}
