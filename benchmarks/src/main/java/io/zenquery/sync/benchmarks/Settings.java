package io.zenquery.sync.benchmarks;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the command line asks for.
 *
 * @param quick short runs, to see where things stand
 * @param only which cases run: those in whose name it is found
 * @param pending the lengths of queue, ascending
 * @param warmUp for how long each JVM runs a case before it is measured, in half seconds
 * @param profiler one of JMH, by its name there
 */
record Settings(
        boolean quick,
        Pattern only,
        List<Integer> pending,
        int warmUp,
        @Nullable String profiler) {
    static final String USAGE = """
            usage: ./benchmark [--quick] [--only REGEX] [--pending N,N,...] [--warm-up SECONDS] [--prof NAME]
                   ./benchmark --outbox
              --outbox    only what the durable outbox costs
              --quick     under two minutes, rougher figures
              --only      only cases whose name matches, like delta-elsewhere/zenquery/1000 (the progress shows them)
              --pending   lengths of the queue; 1,100,1000,10000 by default, with --quick 1,10000
              --warm-up   how long each JVM runs a case before it is measured; 1.5 s by default, with --quick 0.5 s, when the
                          compiler is not done yet: what an application sees later is found with 10
              --prof      a profiler of JMH (gc, stack, ...), whose findings are printed""";

    /** The longest queue. */
    int mostPending() {
        return pending.get(pending.size() - 1);
    }

    /** In a quick run only the longest queue, where the ratios are taken. */
    List<Integer> pendingForPeers() {
        return quick ? List.of(mostPending()) : pending;
    }

    /**
     * Reads the arguments.
     *
     * @throws IllegalArgumentException for one that is not known, or has no or a bad value
     */
    static Settings parse(String... arguments) {
        boolean quick = false;
        Pattern only = Pattern.compile("");
        List<Integer> pending = List.of();
        int warmUp = 0;
        String profiler = null;
        for (int i = 0; i < arguments.length; i++) {
            switch (arguments[i]) {
                case "--quick" -> quick = true;
                case "--only" -> only = Pattern.compile(value(arguments, ++i));
                case "--pending" -> pending = numbers(value(arguments, ++i));
                case "--warm-up" -> warmUp = 2 * seconds(value(arguments, ++i));
                case "--prof" -> profiler = value(arguments, ++i);
                default -> throw new IllegalArgumentException("unknown argument " + arguments[i]);
            }
        }
        if (pending.isEmpty()) {
            pending = quick ? List.of(1, 10_000) : List.of(1, 100, 1000, 10_000);
        }
        if (warmUp == 0) {
            warmUp = quick ? 1 : 3;
        }
        return new Settings(quick, only, pending, warmUp, profiler);
    }

    private static int seconds(String text) {
        int seconds = Integer.parseInt(text);
        if (seconds < 1 || seconds > 600) {
            throw new IllegalArgumentException("expected 1 to 600 seconds of warm-up, got " + seconds);
        }
        return seconds;
    }

    private static String value(String[] arguments, int i) {
        if (i == arguments.length) {
            throw new IllegalArgumentException("expected a value after " + arguments[i - 1]);
        }
        return arguments[i];
    }

    private static List<Integer> numbers(String text) {
        List<Integer> numbers =
                Stream.of(text.split(",", -1)).map(Integer::valueOf).sorted().toList();
        if (numbers.get(0) < 1) {
            throw new IllegalArgumentException("expected lengths of the queue from 1, got " + numbers.get(0));
        }
        return numbers;
    }
}
