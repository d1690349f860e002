package io.zenquery.sync.benchmarks;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import tools.jackson.databind.JsonNode;

/**
 * One operation on one subject with so many mutations pending, from JSON text in to a value read from the view.
 *
 * <p>The queue is built once for each fork, and each invocation is followed by one that restores it, outside the measured time, so
 * the length stays what the parameter says. JMH then reads the clock around each single invocation. That adds some 50 ns to each
 * figure, which is small beside an operation that parses JSON (above 1 µs), and it weighs on the fastest subject most.
 *
 * <p>What JMH's profilers find, {@code gc} for one, includes the restoring: it does not know them apart.
 *
 * <p>Sampled, because the report gives medians: a collection of garbage or a neighbour on the machine shows in the mean.
 */
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class QueueBenchmark {
    /** The size of the to-do document: about 120 KB. */
    static final int ITEMS = 1000;

    /** A queue, and the step that comes next. */
    @State(Scope.Thread)
    public static class Queue {
        @Param({"ZENQUERY", "SIGNALS", "REPLAY"})
        String subject = "";

        @Param({"REGISTER", "DELTA_ELSEWHERE", "INSERT_FIRST", "ACK", "OWN_DELTA", "REJECT_MIDDLE"})
        String operation = "";

        @Param({"1", "100", "1000", "10000"})
        int pending;

        private Operation timed = Operation.REGISTER;
        private Scenario scenario = new Scenario(Subject.Kind.ZENQUERY, 10, 0);
        private Step step = new Step("", 0, "");

        /** Fills the queue. */
        @Setup(Level.Trial)
        public void fill() {
            timed = Operation.valueOf(operation);
            scenario = new Scenario(Subject.Kind.valueOf(subject), ITEMS, pending);
        }

        /** Writes the text that comes in. */
        @Setup(Level.Invocation)
        public void prepare() {
            step = timed.prepare(scenario);
        }

        /** Brings the queue back to its length. */
        @TearDown(Level.Invocation)
        public void restore() {
            timed.restore(scenario);
        }
    }

    /** The operation, and one read of the view. */
    @Benchmark
    public JsonNode operation(Queue queue) {
        Step step = queue.step;
        Subject subject = queue.scenario.subject();
        queue.timed.run(subject, step.text());
        return subject.read(step.item(), step.member());
    }
}
