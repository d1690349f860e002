package io.zenquery.sync.laws;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;
import java.util.function.LongConsumer;

/** The long run of the laws, started by {@code ./laws}: prints what it did, and fails if a law does not hold. */
final class LongRun {
    private final Tally tally = new Tally();
    private final List<LawViolation> violations = Collections.synchronizedList(new ArrayList<>());
    private final Settings settings;

    private LongRun(Settings settings) {
        this.settings = settings;
    }

    /**
     * @param size how many values the largest documents of the exhaustive part hold
     * @param pairs random pairs of patches
     * @param histories random histories
     * @param seed the first seed
     * @param shown how many violations are printed
     */
    private record Settings(int size, long pairs, long histories, long seed, long shown, int threads) {

        static Settings parse(String[] args) {
            int size = 13;
            long pairs = 1_000_000;
            long histories = 100_000;
            long seed = 0;
            long shown = 5;
            for (int i = 0; i < args.length; i += 2) {
                long number = Long.parseLong(args[i + 1]);
                switch (args[i]) {
                    case "--size" -> size = Math.toIntExact(number);
                    case "--pairs" -> pairs = number;
                    case "--histories" -> histories = number;
                    case "--seed" -> seed = number;
                    case "--shown" -> shown = number;
                    default -> throw new IllegalArgumentException(args[i]);
                }
            }
            return new Settings(
                    size, pairs, histories, seed, shown, Runtime.getRuntime().availableProcessors());
        }
    }

    public static void main(String[] args) throws InterruptedException {
        LongRun run = new LongRun(Settings.parse(args));
        run.run();
        System.out.print(run.tally);
        System.out.printf(Locale.ROOT, "%,15d  violations%n", run.violations.size());
        run.violations.stream()
                .limit(run.settings.shown)
                .forEach(violation -> System.out.println("\n" + violation.getMessage()));
        if (!run.violations.isEmpty()) {
            System.exit(1);
        }
    }

    private void run() throws InterruptedException {
        Pairs pairs = new Pairs(tally, violations::add);
        phase(
                "TP1, exhaustively, documents of up to " + settings.size() + " values",
                part -> pairs.exhaust(settings.size(), settings.threads(), part));
        phase("TP1, " + settings.pairs() + " random pairs", part -> seeds(settings.pairs(), part, pairs::random));
        histories("the laws of each step", seed -> HistoryLaws.run(seed, tally));
        histories(
                "order independence",
                seed -> OrderLaws.run(
                        seed, OrderLaws.STRATEGIES.get((int) (seed % OrderLaws.STRATEGIES.size())), new Tally()));
        histories("rollback at any position", RollbackLaw::run);
        histories(
                "the slow rebuild by identity", seed -> tally.add("views, rebuilt by identity", IdentityLaw.run(seed)));
        histories("the queue of patches", seed -> tally.add("views, by the queue of patches", QueueLaw.run(seed)));
        histories("snapshots by identity key", SnapshotLaw::run);
    }

    private void histories(String name, LongConsumer law) throws InterruptedException {
        phase(
                name + ", " + settings.histories() + " histories",
                part -> seeds(settings.histories(), part, seed -> {
                    law.accept(seed);
                    tally.add("histories, " + name, 1);
                }));
    }

    private void seeds(long count, int part, LongConsumer law) {
        for (long i = part; i < count; i += settings.threads()) {
            try {
                law.accept(settings.seed() + i);
            } catch (LawViolation e) {
                violations.add(e);
            }
        }
    }

    /** Runs the parts of a phase side by side. */
    private void phase(String name, IntConsumer part) throws InterruptedException {
        long start = System.nanoTime();
        ExecutorService threads = Executors.newFixedThreadPool(settings.threads());
        try {
            List<Future<?>> parts = new ArrayList<>();
            for (int i = 0; i < settings.threads(); i++) {
                int number = i;
                parts.add(threads.submit(() -> part.accept(number)));
            }
            for (Future<?> each : parts) {
                each.get();
            }
        } catch (ExecutionException e) {
            violations.add(
                    e.getCause() instanceof LawViolation violation
                            ? violation
                            : new LawViolation("No error", String.valueOf(e.getCause()), e));
        } finally {
            threads.shutdownNow();
            threads.awaitTermination(1, TimeUnit.MINUTES);
        }
        System.out.printf(Locale.ROOT, "%s: %.1f s%n", name, (System.nanoTime() - start) / 1e9);
    }
}
