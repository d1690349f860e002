package io.zenquery.sync.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SimulationTest {

    @Test
    void seeds_anyFaults_breakNoLaw() {
        SimulationReport report =
                Simulation.builder().seeds(0, 300).threads(2).build().run();

        assertThat(report.violations())
                .as(() -> String.valueOf(report.violations()))
                .isEmpty();
        assertThat(report.missingFaults()).isEmpty();
        assertThat(report.seeds()).isEqualTo(300);
    }

    @Test
    void seed_runAgain_isTheSameHistory() {
        SimulationReport first = Simulation.builder().seeds(7, 20).build().run();
        SimulationReport again =
                Simulation.builder().seeds(7, 20).threads(2).build().run();

        assertThat(again.traceHash()).isEqualTo(first.traceHash());
        assertThat(again.events()).isEqualTo(first.events());
        assertThat(Simulation.builder().seeds(8, 20).build().run().traceHash()).isNotEqualTo(first.traceHash());
    }

    @Test
    void plantedBugs_few_areAllCaught() {
        List<PlantedBugs.Catch> catches = PlantedBugs.hunt(60, 2);

        assertThat(catches).hasSizeGreaterThanOrEqualTo(20);
        assertThat(catches).filteredOn(each -> each.law() == null).isEmpty();
    }

    @Test
    void violation_shrunk_showsALeastScheduleThatBreaksTheSameLaw() {
        SimulationReport report = Simulation.builder()
                .seeds(0, 5)
                .seams(PlantedBugs.all().get("drops an operation of a view change"))
                .build()
                .run();

        assertThat(report.violations()).singleElement().satisfies(violation -> {
            assertThat(violation.law()).isEqualTo("View");
            assertThat(violation.schedule()).contains("what happened:");
            long steps = violation
                            .schedule()
                            .lines()
                            .takeWhile(line -> !line.equals("what happened:"))
                            .count()
                    - 1;
            assertThat(steps).isLessThan(Plan.of(violation.seed()).steps().size());
        });
    }

    @Test
    void workload_ofAnApplication_isRunInPlaceOfTheBoard() {
        SimulationReport report = Simulation.builder()
                .workload(CounterWorkload::new)
                .seeds(0, 20)
                .build()
                .run();

        assertThat(report.violations()).isEmpty();
        assertThat(report.seeds()).isEqualTo(20);
    }
}
