package io.zenquery.sync.example.client;

import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What happened lately, in the order in which it happened, for the page to tell. */
@Component
class Timeline {
    private static final int KEPT = 200;

    private final InstantSource clock;
    private final Deque<Entry> entries = new ArrayDeque<>(); // guarded by this
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private long last; // guarded by this

    /** Numbers go on where the process begins anew, as they begin at the clock: a page that was open all the time gets on. */
    Timeline(InstantSource clock) {
        this.clock = clock;
        this.last = clock.millis() * 1000;
    }

    /** What kind of thing happened. */
    enum Kind {
        MUTATE,
        SENT,
        ACK,
        DELTA,
        CONFLICT,
        ROLLBACK,
        REJECTED,
        WITHDRAWN,
        CONNECTION,
        PROBLEM;

        @JsonValue
        String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * Something to tell.
     *
     * @param text for people
     * @param details more of it, a line each; patches, mostly
     * @param task the task that it is about; null for none, or several
     */
    record Note(
            Kind kind,
            String text,
            List<String> details,
            @Nullable String task) {
        static Note of(Kind kind, String text) {
            return new Note(kind, text, List.of(), null);
        }

        static Note of(Kind kind, String text, List<String> details) {
            return new Note(kind, text, details, null);
        }
    }

    /** A note with its number, above those before, and its time. */
    record Entry(long id, Instant at, Note note) {}

    void add(Note note) {
        synchronized (this) {
            append(note);
        }
        listeners.forEach(Runnable::run);
    }

    /**
     * Does {@code work} and notes what it did. What follows from it, on other threads, is noted after it. So {@code work} must not wait
     * for anybody who writes here.
     */
    <T> T note(Supplier<T> work, Function<T, Note> told) {
        T done;
        synchronized (this) {
            done = work.get();
            append(told.apply(done));
        }
        listeners.forEach(Runnable::run);
        return done;
    }

    private void append(Note note) {
        entries.addLast(new Entry(++last, clock.instant(), note));
        if (entries.size() > KEPT) {
            entries.removeFirst();
        }
    }

    /** The entries with numbers above {@code id}, as far as they are kept. */
    synchronized List<Entry> after(long id) {
        return entries.stream().filter(entry -> entry.id() > id).toList();
    }

    /** Calls {@code listener} after each entry, on the thread that made it; it should return soon. */
    void onEntry(Runnable listener) {
        listeners.add(listener);
    }
}
