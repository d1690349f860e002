package io.zenquery.sync.laws;

import static org.assertj.core.api.Assertions.assertThatCode;

import org.junit.jupiter.api.Test;

/** Rejecting a mutation anywhere in the queue leaves the view as if it had never been registered. */
class RollbackLawTest {

    @Test
    void reject_anywhereInTheQueue_leavesTheViewAsIfItHadNeverBeen() {
        for (int seed = 0; seed < 1_000; seed++) {
            int each = seed;
            assertThatCode(() -> RollbackLaw.run(each)).doesNotThrowAnyException();
        }
    }
}
