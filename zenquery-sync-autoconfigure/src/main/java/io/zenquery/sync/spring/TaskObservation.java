package io.zenquery.sync.spring;

import io.micrometer.observation.Observation;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One observation of several tasks: begins with the first of them. May be made on any thread; used on that of the events only. */
final class TaskObservation {
    private final Supplier<Observation> create;
    private @Nullable Observation started;

    /** @param create gives the observation, which is not started yet */
    TaskObservation(Supplier<Observation> create) {
        this.create = create;
    }

    /** Runs {@code task} within the observation. */
    void run(Runnable task) {
        Observation observation = started;
        if (observation == null) {
            observation = create.get().start();
            started = observation;
        }
        observation.scoped(task);
    }

    /** There are no more tasks. */
    void stop() {
        if (started != null) {
            started.stop();
        }
    }
}
