package io.zenquery.sync.benchmarks;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.results.format.ResultFormatFactory;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * Measures everything and prints the report. JMH runs case by case, each in JVMs of its own, so that a slow peer neither blocks the
 * progress nor shapes what the compiler makes of the next one.
 */
public final class BenchmarkMain {
    private final Settings settings;
    private final PrintStream out;
    private final Figures figures = new Figures();
    private final Collection<RunResult> results = new ArrayList<>();

    private BenchmarkMain(Settings settings, PrintStream out) {
        this.settings = settings;
        this.out = out;
    }

    /** Arguments: see {@link Settings#USAGE}. Exits with 0 also when targets are missed, with 1 when a case fails. */
    public static void main(String... arguments) {
        if (List.of(arguments).contains("--help")) {
            System.out.println(Settings.USAGE);
            return;
        }
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        Settings settings;
        try {
            settings = Settings.parse(arguments);
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage() + "\n" + Settings.USAGE);
            System.exit(2);
            return;
        }
        System.exit(new BenchmarkMain(settings, out).run() ? 0 : 1);
    }

    private boolean run() {
        boolean complete = true;
        measureMemory();
        List<Case> cases = Case.chosen(settings);
        for (int i = 0; i < cases.size(); i++) {
            out.printf("[%d/%d] %-36s", i + 1, cases.size(), cases.get(i).name());
            complete &= measureTime(cases.get(i));
        }
        if (!results.isEmpty()) {
            ResultFormatFactory.getInstance(ResultFormatType.JSON, "benchmarks/target/jmh.json")
                    .writeOut(results);
        }
        out.print(new Report(figures, settings.pending()));
        if (!Subject.Kind.SIGNALS.isAvailable()) {
            out.println("\nVaadin Signals was left out: it needs Java 21, this is "
                    + Runtime.version().feature());
        }
        return complete;
    }

    private void measureMemory() {
        for (Subject.Kind subject : Subject.Kind.values()) {
            String name = "memory/" + subject;
            if (subject.isAvailable() && settings.only().matcher(name).find()) {
                MemoryMeter bytes = MemoryMeter.measure(subject, settings.mostPending());
                figures.put(Report.memory(subject, Report.OWN), bytes.own());
                figures.put(Report.memory(subject, Report.BEYOND), bytes.beyond());
                figures.put(Report.memory(subject, Report.DOCUMENTS), bytes.documents());
                figures.put(Report.memory(subject, Report.TOTAL), bytes.total());
                out.printf("%-36s %s B%n", name, Report.number(bytes.total()));
            }
        }
    }

    private boolean measureTime(Case each) {
        try {
            RunResult result = new Runner(options(each)).runSingle();
            double median = result.getPrimaryResult().getStatistics().getPercentile(50);
            figures.put(each.cell(), median);
            results.add(result);
            out.println(Report.number(median) + " µs");
            return true;
        } catch (RunnerException e) {
            out.println("failed: " + e);
            return false;
        }
    }

    private Options options(Case each) {
        boolean quick = settings.quick();
        ChainedOptionsBuilder options = new OptionsBuilder()
                .include("^\\Q" + each.benchmark().getName() + "." + each.method() + "\\E$")
                .forks(quick ? 1 : 2)
                .warmupIterations(settings.warmUp())
                .warmupTime(TimeValue.milliseconds(500))
                .measurementIterations(quick ? 3 : 5)
                .measurementTime(TimeValue.milliseconds(quick ? 100 : 400))
                .timeout(TimeValue.minutes(quick ? 1 : 5))
                .jvmArgs(
                        "-Xms2g",
                        "-Xmx2g",
                        "-XX:+IgnoreUnrecognizedVMOptions",
                        "--sun-misc-unsafe-memory-access=allow") // JMH's own, on JDK 24 and later
                .shouldFailOnError(true)
                .verbosity(settings.profiler() == null ? VerboseMode.SILENT : VerboseMode.NORMAL);
        each.parameters().forEach(options::param);
        if (settings.profiler() != null) {
            options.addProfiler(settings.profiler());
        }
        return options.build();
    }
}
