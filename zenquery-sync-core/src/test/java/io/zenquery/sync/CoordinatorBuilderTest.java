package io.zenquery.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class CoordinatorBuilderTest {

    @Test
    void settings_leastValues_areTaken() {
        OptimisticSyncCoordinator coordinator = new CoordinatorBuilder()
                .lastClientSeq(0)
                .gapBuffer(1)
                .viewHistory(0)
                .build();

        assertThat(coordinator.generateClientSeq()).isEqualTo(1);
    }

    @Test
    void settings_belowTheLeast_areRefused() {
        CoordinatorBuilder builder = new CoordinatorBuilder();

        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.lastClientSeq(-1))
                .withMessage("expected lastClientSeq from 0, got -1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.gapBuffer(0))
                .withMessage("expected gapBuffer from 1, got 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.viewHistory(-1))
                .withMessage("expected viewHistory from 0, got -1");
    }
}
