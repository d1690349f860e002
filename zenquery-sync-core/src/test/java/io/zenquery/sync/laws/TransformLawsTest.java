package io.zenquery.sync.laws;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The laws of two patches on one document: all small pairs, and random larger ones. */
class TransformLawsTest {

    @Test
    void tp1_everyPairOnTheSmallestDocuments_holds() {
        Pairs pairs = new Pairs();

        pairs.exhaust(2, 1, 0);

        assertThat(pairs.count("pairs, exhaustively")).isGreaterThan(10_000);
    }

    @Test
    void tp1InverseAndRollback_randomPatchesOfSeveralOperations_hold() {
        Pairs pairs = new Pairs();

        for (int seed = 0; seed < 4_000; seed++) {
            pairs.random(seed);
        }

        assertThat(pairs.count("pairs, random")).isEqualTo(4_000);
    }
}
