package io.zenquery.sync.laws;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The engine against a queue of patches, where both must agree. */
class QueueLawTest {

    @Test
    void view_whileNothingIsTakenOutFromUnderOthers_isThatOfTheQueueOfPatches() {
        int compared = 0;
        for (int seed = 0; seed < 1_000; seed++) {
            compared += QueueLaw.run(seed);
        }

        assertThat(compared).isGreaterThan(8_000);
    }
}
