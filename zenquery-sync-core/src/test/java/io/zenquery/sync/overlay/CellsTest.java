package io.zenquery.sync.overlay;

import static org.assertj.core.api.Assertions.assertThat;

import io.zenquery.sync.overlay.Inside.Cell;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** {@link Cells} beside {@link HashMap}, around where they change their form. */
class CellsTest {

    private record Version(Cells cells, Map<String, Cell> model) {}

    @Test
    void withAndWithout_anyNames_answerAsAMapInEachVersion() {
        for (long seed = 0; seed < 200; seed++) {
            Random random = new Random(seed);
            List<Version> versions = new ArrayList<>();
            Cells cells = Cells.EMPTY;
            Map<String, Cell> model = new HashMap<>();
            int names = 1 + random.nextInt(Cells.FEW * 2);
            for (int i = 0; i < 150; i++) {
                String name = "m" + random.nextInt(names);
                if (random.nextInt(3) > 0) {
                    Cell cell = Cell.EMPTY.with(i);
                    cells = cells.with(name, cell);
                    model.put(name, cell);
                } else {
                    cells = cells.without(name);
                    model.remove(name);
                }
                if (random.nextInt(15) == 0) {
                    versions.add(new Version(cells, new HashMap<>(model)));
                }
            }
            versions.add(new Version(cells, model));
            versions.forEach(version -> check(version, names));
        }
    }

    private static void check(Version version, int names) {
        Map<String, Cell> seen = new HashMap<>();
        version.cells().forEach((name, cell) -> assertThat(seen.put(name, cell)).isNull());
        assertThat(seen).isEqualTo(version.model());
        assertThat(version.cells().isEmpty()).isEqualTo(version.model().isEmpty());
        for (int i = 0; i < names; i++) {
            assertThat(version.cells().get("m" + i)).isEqualTo(version.model().get("m" + i));
        }
    }
}
