package io.zenquery.sync.simulation;

import java.util.PriorityQueue;

/** Virtual time in milliseconds, and what is to happen: in order of time, and within one moment in the order of asking. */
final class Timeline {
    private final PriorityQueue<Event> events = new PriorityQueue<>();
    private long now;
    private long asked;

    private static final class Event implements Comparable<Event> {
        private final long at;
        private final long order;
        private final Runnable action;
        private boolean cancelled;

        Event(long at, long order, Runnable action) {
            this.at = at;
            this.order = order;
            this.action = action;
        }

        @Override
        public int compareTo(Event other) {
            return at != other.at ? Long.compare(at, other.at) : Long.compare(order, other.order);
        }
    }

    long now() {
        return now;
    }

    /** Plans {@code action}; returns what takes it back. */
    Runnable at(long time, Runnable action) {
        Event event = new Event(Math.max(time, now), asked++, action);
        events.add(event);
        return () -> event.cancelled = true;
    }

    Runnable after(long wait, Runnable action) {
        return at(now + wait, action);
    }

    /** When the next event is; {@link Long#MAX_VALUE} if there is none. */
    long next() {
        while (!events.isEmpty() && events.element().cancelled) {
            events.remove();
        }
        return events.isEmpty() ? Long.MAX_VALUE : events.element().at;
    }

    /** Lets the next event happen; there must be one. */
    void step() {
        Event event = events.remove();
        now = event.at;
        event.action.run();
    }
}
