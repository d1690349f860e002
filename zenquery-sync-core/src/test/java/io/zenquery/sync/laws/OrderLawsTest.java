package io.zenquery.sync.laws;

import static org.assertj.core.api.Assertions.assertThat;

import io.zenquery.sync.conflict.ConflictStrategies;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** Order independence, in random histories of each strategy. */
class OrderLawsTest {

    @ParameterizedTest
    @FieldSource("io.zenquery.sync.laws.OrderLaws#STRATEGIES")
    void verdictAndDelta_inEitherOrder_giveTheSameView(ConflictStrategies strategy) {
        Tally tally = new Tally();

        for (int seed = 0; seed < 400; seed++) {
            OrderLaws.run(seed, strategy, tally);
        }

        assertThat(tally.count("events, Delta")).isGreaterThan(50);
        assertThat(tally.count("events, Reject")).isGreaterThan(20);
    }
}
