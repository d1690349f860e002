package io.zenquery.sync.laws;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The engine against the slow rebuild by element identity. */
class IdentityLawTest {

    @Test
    void view_afterEachDeed_isTheSlowRebuildByIdentity() {
        int compared = 0;
        for (int seed = 0; seed < 1_000; seed++) {
            compared += IdentityLaw.run(seed);
        }

        assertThat(compared).isGreaterThan(10_000);
    }
}
