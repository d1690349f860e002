package io.zenquery.sync.benchmarks;

import java.lang.management.ManagementFactory;
import org.jspecify.annotations.Nullable;

/**
 * What each pending mutation holds in memory, by the difference of the used heap around letting go of it all, part by part: first
 * of the subject, while documents and mutations stay reachable, then of the mutations, while the documents do, then of these.
 * A value that a document shares with a mutation counts as the document's.
 *
 * @param own what the mutations hold as the subject takes them: their operations, paths and values
 * @param beyond what the subject holds beyond its documents and the mutations
 * @param documents what the documents hold, the confirmed one and the view
 */
record MemoryMeter(double own, double beyond, double documents) {

    /** Measures a subject with {@code pending} mutations, less an empty one; in bytes for each of them. */
    static MemoryMeter measure(Subject.Kind kind, int pending) {
        held(kind, 1); // loads classes and fills caches, which is not to be counted
        MemoryMeter empty = held(kind, 0);
        MemoryMeter full = held(kind, pending);
        return new MemoryMeter(
                (full.own - empty.own) / pending,
                (full.beyond - empty.beyond) / pending,
                (full.documents - empty.documents) / pending);
    }

    double total() {
        return own + beyond + documents;
    }

    /** In bytes altogether. */
    private static MemoryMeter held(Subject.Kind kind, int pending) {
        @Nullable Object[] parts = parts(kind, pending);
        long all = usedHeap();
        parts[0] = null;
        long withoutSubject = usedHeap();
        parts[1] = null;
        long documents = usedHeap();
        parts[2] = null;
        return new MemoryMeter(withoutSubject - documents, all - withoutSubject, documents - usedHeap());
    }

    /** A method of its own, so that no frame keeps the subject. */
    private static @Nullable Object[] parts(Subject.Kind kind, int pending) {
        Subject subject = new Scenario(kind, QueueBenchmark.ITEMS, pending).subject();
        return new @Nullable Object[] {subject, subject.mutations(), subject.documents()};
    }

    /** The serial collector leaves some garbage where it is, except each fourth time. */
    private static long usedHeap() {
        for (int i = 0; i < 5; i++) {
            System.gc();
        }
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
