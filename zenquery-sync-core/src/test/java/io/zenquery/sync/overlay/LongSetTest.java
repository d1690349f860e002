package io.zenquery.sync.overlay;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A {@link LongSet} beside {@link LinkedHashSet}. */
class LongSetTest {

    @Test
    void add_anyNumbers_keepsEachOnceInTheOrderTheyCame() {
        for (long seed = 0; seed < 300; seed++) {
            Random random = new Random(seed);
            LongSet set = new LongSet();
            Set<Long> model = new LinkedHashSet<>();
            int range = 1 + random.nextInt(seed < 200 ? 20 : 2_000);
            for (int i = random.nextInt(range * 2); i >= 0; i--) {
                long number = (random.nextInt(range) - range / 2) * (seed % 2 == 0 ? 1L : 1L << 33);
                assertThat(set.contains(number)).isEqualTo(model.contains(number));
                assertThat(set.add(number)).isEqualTo(model.add(number));
                assertThat(set.contains(number)).isTrue();
                if (random.nextInt(range * 3) == 0) {
                    set.clear();
                    model.clear();
                }
            }
            List<Long> members = new ArrayList<>();
            for (int i = 0; i < set.size(); i++) {
                members.add(set.get(i));
            }
            assertThat(members).containsExactlyElementsOf(model);
        }
    }
}
