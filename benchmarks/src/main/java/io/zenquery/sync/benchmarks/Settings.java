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
 * @param profiler one of JMH, by its name there
 */
record Settings(
        boolean quick,
        Pattern only,
        List<Integer> pending,
        @Nullable String profiler) {
    static final String USAGE = """
            usage: ./benchmark [--quick] [--only REGEX] [--pending N,N,...] [--prof NAME]
                   ./benchmark --outbox
              --outbox    only what the durable outbox costs
              --quick     under two minutes, rougher figures
              --only      only cases whose name matches, like delta-elsewhere/zenquery/1000 (the progress shows them)
              --pending   lengths of the queue; 1,100,1000,10000 by default, with --quick 1,10000
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
        String profiler = null;
        for (int i = 0; i < arguments.length; i++) {
            switch (arguments[i]) {
                case "--quick" -> quick = true;
                case "--only" -> only = Pattern.compile(value(arguments, ++i));
                case "--pending" -> pending = numbers(value(arguments, ++i));
                case "--prof" -> profiler = value(arguments, ++i);
                default -> throw new IllegalArgumentException("unknown argument " + arguments[i]);
            }
        }
        if (pending.isEmpty()) {
            pending = quick ? List.of(1, 10_000) : List.of(1, 100, 1000, 10_000);
        }
        return new Settings(quick, only, pending, profiler);
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
