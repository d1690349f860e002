package io.zenquery.sync.benchmarks.endtoend;

import java.io.PrintStream;
import java.util.List;
import java.util.Locale;

/** Prints the end-to-end table. */
public final class EndToEnd {
    private static final PrintStream OUT = System.out;

    private EndToEnd() {}

    /** Arguments: {@code --quick} for fewer rounds. */
    public static void main(String[] args) throws Exception {
        boolean quick = List.of(args).contains("--quick");
        if (args.length > (quick ? 1 : 0)) {
            System.err.println("usage: ./benchmark --end-to-end [--quick]");
            System.exit(2);
        }
        int rounds = quick ? 300 : 2_000;
        int pipelined = quick ? 2_000 : 20_000;
        List<Integer> subscribers = quick ? List.of(1, 10, 100) : List.of(1, 10, 100, 1_000);

        double stompEcho;
        double[] broadcast = new double[subscribers.size()];
        try (Store store = Store.memory();
                Server server = new Server(store)) {
            Bench bench = new Bench(server.port(), rounds, pipelined);
            title("bare, the limit");
            bench.stompEchoRate(); // the compiler gets to work before anything is measured
            Times webSocket = bench.bareWebSocketEcho();
            Times stomp = bench.stompEcho();
            stompEcho = stomp.p50();
            latency("WebSocket echo", webSocket, webSocket.p50());
            latency("STOMP echo", stomp, stompEcho);
            rate("STOMP echoes, pipelined", bench.stompEchoRate(), 0);
            for (int i = 0; i < broadcast.length; i++) {
                broadcast[i] = bench.stompBroadcastRate(subscribers.get(i));
                rate("STOMP broadcast to " + subscribers.get(i), broadcast[i], 0);
            }
            OUT.printf(
                    Locale.ROOT,
                    "  %-43s %,12.0f KB%n",
                    "heap for a connection that only listens",
                    Idle.bytesPerConnection(server.port(), 500) / 1024);
        }
        try (Store store = Store.memory()) {
            library(store, rounds, pipelined, subscribers, broadcast, stompEcho);
        }
        try (Store store = Store.h2()) {
            library(store, rounds, pipelined, subscribers, broadcast, stompEcho);
        }
        try (Store store = Store.postgres()) {
            library(store, rounds, pipelined, subscribers, broadcast, stompEcho);
        }
        System.exit(0); // what the libraries have left running is no reason to stay
    }

    private static void library(
            Store store, int rounds, int pipelined, List<Integer> subscribers, double[] broadcast, double stompEcho)
            throws Exception {
        try (Server server = new Server(store)) {
            Bench bench = new Bench(server.port(), rounds, pipelined);
            title("zenquery-sync, log: " + store.name());
            bench.mutationRate("warm-1000", 0);
            bench.mutationRate("warm-1000", 0);
            Bench.Latency latency = bench.mutate("latency-1000");
            latency("mutate until accepted", latency.accepted(), stompEcho);
            latency("mutate until visible elsewhere", latency.visible(), stompEcho);
            rate("mutations, pipelined, no subscriber", bench.mutationRate("alone-1000", 0), 0);
            for (int i = 0; i < subscribers.size(); i++) {
                int count = subscribers.get(i);
                rate(
                        "mutations to " + count + " subscribers",
                        bench.mutationRate("many" + count + "-1000", count),
                        broadcast[i]);
            }
            rate("mutations, document of 10 items", bench.mutationRate("small-10", 0), 0);
            rate("mutations, document of 10,000 items", bench.mutationRate("large-10000", 0), 0);
            bench.mutationRate("long-1000", 0);
            rate("mutations, log with " + pipelined * 3 / 2 + " more", bench.mutationRate("long-1000", 0), 0);
        }
    }

    private static void title(String title) {
        OUT.printf("%n%-45s %12s %12s %12s%n", title, "p50 µs", "p99 µs", "of STOMP");
    }

    private static void latency(String what, Times times, double limit) {
        OUT.printf(
                Locale.ROOT, "  %-43s %,12.0f %,12.0f %11.2f×%n", what, times.p50(), times.p99(), times.p50() / limit);
    }

    /** @param limit the rate of bare STOMP; 0 for none */
    private static void rate(String what, double perSecond, double limit) {
        String ratio = limit == 0 ? "" : String.format(Locale.ROOT, "%11.0f%%", 100 * perSecond / limit);
        OUT.printf(Locale.ROOT, "  %-43s %,12.0f per second %14s%n", what, perSecond, ratio);
    }
}
