package io.zenquery.sync.simulation;

import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What waits to happen to the next messages of a client. */
final class ArmedFaults {
    private final World world;
    private final Map<Lane, Integer> drops = new EnumMap<>(Lane.class);
    private final Map<Lane, Long> delays = new EnumMap<>(Lane.class);
    private final Map<Lane, Long> duplicates = new EnumMap<>(Lane.class);
    private final Map<Lane, Long> held = new EnumMap<>(Lane.class);
    private @Nullable Fault reset;
    private long lateBy;

    ArmedFaults(World world) {
        this.world = world;
    }

    void clear() {
        drops.clear();
        delays.clear();
        duplicates.clear();
        held.clear();
        reset = null;
    }

    void drop(Lane lane) {
        drops.merge(lane, 1, Integer::sum);
    }

    void delay(Lane lane, long millis) {
        delays.put(lane, millis);
    }

    void duplicate(Lane lane, long after) {
        duplicates.put(lane, after);
    }

    void hold(boolean up, long until) {
        if (up) {
            held.put(Lane.UP, until);
        } else {
            held.put(Lane.REPLY, until);
            held.put(Lane.TOPIC, until);
        }
    }

    void resetAfterSend(Fault kind, long late) {
        reset = kind;
        lateBy = late;
    }

    boolean takeDrop(Lane lane) {
        int left = drops.getOrDefault(lane, 0);
        drops.put(lane, Math.max(0, left - 1));
        return left > 0;
    }

    long takeDelay(Lane lane) {
        Long delay = delays.remove(lane);
        if (delay == null) {
            return 0;
        }
        world.fired(Fault.DELAY);
        return delay;
    }

    long takeDuplicate(Lane lane) {
        Long after = duplicates.remove(lane);
        if (after == null) {
            return 0;
        }
        world.fired(Fault.DUPLICATE);
        return after;
    }

    /** Until when what goes that way is held back. */
    long heldUntil(Lane lane) {
        long until = held.getOrDefault(lane, 0L);
        if (until <= world.timeline.now()) {
            return 0;
        }
        world.fired(Fault.ONE_WAY_PARTITION);
        return until;
    }

    boolean isCutOff() {
        return held.values().stream().anyMatch(until -> until > world.timeline.now());
    }

    @Nullable
    Fault takeReset() {
        Fault taken = reset;
        reset = null;
        return taken;
    }

    long lateBy() {
        return lateBy;
    }
}
