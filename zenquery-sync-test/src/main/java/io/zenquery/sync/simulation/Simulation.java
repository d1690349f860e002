package io.zenquery.sync.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/**
 * Runs seeds. Each is one history of clients, servers, network and log under faults; the same seed is the same history, on every
 * machine.
 *
 * <pre>{@code
 * SimulationReport report = Simulation.builder().workload(OrdersWorkload::new).seeds(0, 1_000).build().run();
 * assertThat(report.violations()).isEmpty();
 * }</pre>
 */
public final class Simulation {
    private final Builder settings;

    private Simulation(Builder settings) {
        this.settings = settings;
    }

    /** Begins to describe a simulation. */
    public static Builder builder() {
        return new Builder();
    }

    /** Makes a {@link Simulation}. Not thread-safe. */
    public static final class Builder {
        private Supplier<? extends Workload> workload = BoardWorkload::new;
        private Seams seams = Seams.NONE;
        private long start;
        private int count = 100;
        private int threads = 1;
        private int maxViolations = 1;
        private boolean shrink = true;

        private Builder() {}

        /** What the applications do; called once per seed, possibly on several threads. A board of items by default. */
        public Builder workload(Supplier<? extends Workload> supplier) {
            this.workload = Objects.requireNonNull(supplier, "supplier");
            return this;
        }

        /** Which seeds: {@code seeds} of them, from 1, beginning with {@code first}. 100 from 0 by default. */
        public Builder seeds(long first, int seeds) {
            this.start = first;
            this.count = atLeastOne(seeds, "seeds");
            return this;
        }

        /** On how many threads; a seed always runs on one. From 1, which is the default. */
        public Builder threads(int number) {
            this.threads = atLeastOne(number, "threads");
            return this;
        }

        /** After how many violations to stop; from 1, which is the default. Each is shrunk, which takes time. */
        public Builder maxViolations(int number) {
            this.maxViolations = atLeastOne(number, "maxViolations");
            return this;
        }

        /** Whether a violation is given the least schedule that breaks the law, and what happened in it; it is by default. */
        public Builder shrink(boolean value) {
            this.shrink = value;
            return this;
        }

        Builder seams(Seams value) {
            this.seams = value;
            return this;
        }

        /** The simulation. */
        public Simulation build() {
            return new Simulation(this);
        }

        private static int atLeastOne(int value, String name) {
            if (value < 1) {
                throw new IllegalArgumentException("expected " + name + " from 1, got " + value);
            }
            return value;
        }
    }

    /** Runs all seeds, or until there are violations enough. */
    public SimulationReport run() {
        Runner runner = new Runner(settings.workload::get, settings.seams);
        AtomicLong next = new AtomicLong(settings.start);
        ConcurrentLinkedQueue<Violation> violations = new ConcurrentLinkedQueue<>();
        List<Tally> tallies = new ArrayList<>();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < settings.threads; i++) {
            Tally tally = new Tally();
            tallies.add(tally);
            threads.add(new Thread(() -> work(runner, next, tally, violations), "simulation-" + i));
        }
        threads.forEach(Thread::start);
        boolean interrupted = false;
        for (Thread thread : threads) {
            interrupted |= join(thread);
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        Tally all = new Tally();
        tallies.forEach(all::add);
        return new SimulationReport(all, List.copyOf(violations));
    }

    private void work(Runner runner, AtomicLong next, Tally tally, ConcurrentLinkedQueue<Violation> violations) {
        while (violations.size() < settings.maxViolations) {
            long seed = next.getAndIncrement();
            if (seed >= settings.start + settings.count) {
                return;
            }
            Plan plan = Plan.of(seed);
            LawViolation violation = runner.run(plan, tally);
            if (violation != null) {
                violations.add(
                        settings.shrink
                                ? runner.describe(plan, violation)
                                : new Violation(seed, violation.law, String.valueOf(violation.getMessage()), ""));
            }
        }
    }

    /** Waits for a thread to end; whether this thread was interrupted meanwhile. */
    private static boolean join(Thread thread) {
        boolean interrupted = false;
        while (true) {
            try {
                thread.join();
                return interrupted;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
    }
}
