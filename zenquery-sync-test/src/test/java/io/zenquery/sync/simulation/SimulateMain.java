package io.zenquery.sync.simulation;

import java.util.List;
import java.util.Locale;

/** The command {@code ./simulate}; the script explains the options. */
final class SimulateMain {

    /** From how many seeds on each kind of fault must have taken effect. */
    private static final int FAULTS_SHOW = 300;

    private SimulateMain() {}

    public static void main(String[] arguments) {
        boolean planted = false;
        boolean list = false;
        int seeds = 0;
        long start = 0;
        int threads = Runtime.getRuntime().availableProcessors();
        String commit = "unknown";
        for (int i = 0; i < arguments.length; i++) {
            switch (arguments[i]) {
                case "--planted" -> planted = true;
                case "--list" -> list = true;
                case "--seeds" -> seeds = Integer.parseInt(arguments[++i]);
                case "--start" -> start = Long.parseLong(arguments[++i]);
                case "--threads" -> threads = Integer.parseInt(arguments[++i]);
                case "--commit" -> commit = arguments[++i];
                default -> throw new IllegalArgumentException("unknown option " + arguments[i]);
            }
        }
        System.exit(
                planted
                        ? planted(seeds == 0 ? 2_000 : seeds, threads)
                        : run(seeds == 0 ? 1_000 : seeds, start, threads, commit, list));
    }

    private static int planted(int seeds, int threads) {
        List<PlantedBugs.Catch> catches = PlantedBugs.hunt(seeds, threads);
        System.out.println(" seeds  planted bug, and the law that found it");
        catches.forEach(System.out::println);
        long survived = catches.stream().filter(each -> each.law() == null).count();
        System.out.println(catches.size() + " planted bugs, " + survived + " survived");
        return survived == 0 ? 0 : 1;
    }

    private static int run(int seeds, long start, int threads, String commit, boolean list) {
        long begun = System.nanoTime();
        SimulationReport report = Simulation.builder()
                .seeds(start, seeds)
                .threads(threads)
                .shrink(!list)
                .maxViolations(list ? Integer.MAX_VALUE : 1)
                .build()
                .run();
        double seconds = (System.nanoTime() - begun) / 1e9;
        for (Violation each : report.violations()) {
            System.out.println("seed " + each.seed() + " at commit " + commit);
            System.out.println(each.message());
            System.out.println(each.schedule());
        }
        System.out.print(report);
        System.out.printf(
                Locale.ROOT,
                "%.1f s on %d threads: %.0f seeds/s, virtual time %.0f times real time%n",
                seconds,
                threads,
                report.seeds() / seconds,
                report.virtualSeconds() / seconds);
        if (seeds >= FAULTS_SHOW && !report.missingFaults().isEmpty()) {
            System.out.println("never took effect: " + report.missingFaults());
            return 1;
        }
        return report.violations().isEmpty() ? 0 : 1;
    }
}
