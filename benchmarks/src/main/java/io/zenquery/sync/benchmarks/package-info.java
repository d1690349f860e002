/**
 * What the coordinator costs, in time and memory, beside two peers that do the same work: Vaadin Signals, and what a user would
 * write instead. {@link io.zenquery.sync.benchmarks.BenchmarkMain} runs everything; {@code ./benchmark} builds and starts it.
 *
 * <p>A {@link io.zenquery.sync.benchmarks.Subject} holds a queue of pending mutations, an
 * {@link io.zenquery.sync.benchmarks.Operation} is one thing that happens to it, and
 * {@link io.zenquery.sync.benchmarks.QueueBenchmark} times each operation on each subject. Only what JMH has to see is public. What a disk does is no matter for
 * JMH: {@link io.zenquery.sync.benchmarks.OutboxFigures} times single calls.
 */
@NullMarked
package io.zenquery.sync.benchmarks;

import org.jspecify.annotations.NullMarked;
