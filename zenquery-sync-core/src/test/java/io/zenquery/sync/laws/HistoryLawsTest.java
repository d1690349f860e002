package io.zenquery.sync.laws;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The laws of each step, in random histories. */
class HistoryLawsTest {

    @Test
    void everyStep_randomHistoryOfEveryStrategy_keepsTheLaws() {
        Tally tally = new Tally();

        for (int seed = 0; seed < 1_000; seed++) {
            HistoryLaws.run(seed, tally);
        }

        for (Class<?> kind : Event.class.getPermittedSubclasses()) {
            assertThat(tally.count("events, " + kind.getSimpleName()))
                    .as(kind.getSimpleName())
                    .isGreaterThan(25);
        }
    }
}
