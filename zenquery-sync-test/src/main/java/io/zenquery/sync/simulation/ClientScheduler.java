package io.zenquery.sync.simulation;

import io.zenquery.sync.session.SessionScheduler;
import java.time.Duration;

/** The thread of one session, which is never quite at once. */
final class ClientScheduler implements SessionScheduler {
    private final Replica replica;
    private final World world;
    private long last;
    private int tasks;

    ClientScheduler(Replica replica) {
        this.replica = replica;
        this.world = replica.world;
    }

    @Override
    public void execute(Runnable task) {
        long lag = world.dice.below(4, replica.client.number, 11, ++tasks) / 2;
        last = Math.max(last, world.timeline.now() + lag);
        world.timeline.at(last, () -> run(task));
    }

    @Override
    public Runnable schedule(Duration delay, Runnable task) {
        return world.timeline.after(Math.max(1, delay.toMillis()), () -> run(task));
    }

    private void run(Runnable task) {
        if (replica.isAlive()) {
            world.touch(replica);
            task.run();
        }
    }
}
