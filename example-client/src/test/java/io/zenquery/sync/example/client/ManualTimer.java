package io.zenquery.sync.example.client;

import java.time.Duration;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.Queue;

/** Time that goes on when a test says so. */
final class ManualTimer implements Line.Timer {
    private final Queue<Task> tasks =
            new PriorityQueue<>(Comparator.comparingLong(Task::due).thenComparingLong(Task::number));
    private long now;
    private long number;

    private record Task(long due, long number, Runnable work) {}

    long now() {
        return now;
    }

    @Override
    public void after(long nanos, Runnable task) {
        tasks.add(new Task(now + nanos, number++, task));
    }

    void advance(long millis) {
        long until = now + Duration.ofMillis(millis).toNanos();
        while (!tasks.isEmpty() && tasks.peek().due() <= until) {
            Task next = tasks.remove();
            now = Math.max(now, next.due());
            next.work().run();
        }
        now = until;
    }
}
