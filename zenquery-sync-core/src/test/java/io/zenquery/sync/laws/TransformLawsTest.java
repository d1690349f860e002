package io.zenquery.sync.laws;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The laws of two patches on one document: all small pairs, and random larger ones. */
class TransformLawsTest {
    private final List<LawViolation> violations = new ArrayList<>();

    @Test
    void tp1_everyPairOnTheSmallestDocuments_holds() {
        Tally tally = new Tally();

        new Pairs(tally, violations::add).exhaust(2, 1, 0);

        assertThat(violations).isEmpty();
        assertThat(tally.count("pairs, exhaustively")).isGreaterThan(10_000);
    }

    @Test
    void tp1InverseAndRollback_randomPatchesOfSeveralOperations_hold() {
        Tally tally = new Tally();
        Pairs pairs = new Pairs(tally, violations::add);

        for (int seed = 0; seed < 4_000; seed++) {
            pairs.random(seed);
        }

        assertThat(violations).isEmpty();
        assertThat(tally.count("pairs, random")).isEqualTo(4_000);
    }
}
