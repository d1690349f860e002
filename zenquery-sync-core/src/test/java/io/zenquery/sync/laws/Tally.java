package io.zenquery.sync.laws;

import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.LongAdder;

/** What a run has done, by name. For many threads. */
final class Tally {
    private final Map<String, LongAdder> counts = new ConcurrentSkipListMap<>();

    void add(String what, long more) {
        counts.computeIfAbsent(what, name -> new LongAdder()).add(more);
    }

    void event(Event event) {
        add("events, " + event.getClass().getSimpleName(), 1);
    }

    long count(String what) {
        LongAdder count = counts.get(what);
        return count == null ? 0 : count.sum();
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        counts.forEach((what, count) -> text.append(String.format("%,15d  %s%n", count.sum(), what)));
        return text.toString();
    }
}
