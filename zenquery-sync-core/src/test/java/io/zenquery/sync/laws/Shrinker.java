package io.zenquery.sync.laws;

import io.zenquery.sync.conflict.ConflictStrategies;
import io.zenquery.sync.patch.Patch;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;

/** Makes histories that break a law smaller, as long as they break the same law. */
final class Shrinker {

    private Shrinker() {}

    /** {@code all} without one of its items, in every way. */
    static <T> List<List<T>> withoutOne(List<T> all) {
        List<List<T>> shorter = new ArrayList<>();
        for (int i = all.size() - 1; i >= 0; i--) {
            List<T> rest = new ArrayList<>(all);
            rest.remove(i);
            shorter.add(rest);
        }
        return shorter;
    }

    /** The least history that still breaks {@code violation}'s law; {@code law} runs a history, and throws what it found. */
    static List<Event> shrink(List<Event> history, LawViolation violation, Consumer<List<Event>> law) {
        return shrink(history, Shrinker::candidates, violation, law);
    }

    /** The same for anything; {@code candidates} says how it may become smaller. */
    static <T> T shrink(T history, Function<T, List<T>> candidates, LawViolation violation, Consumer<T> law) {
        T least = history;
        boolean smaller = true;
        while (smaller) {
            smaller = false;
            for (T candidate : candidates.apply(least)) {
                if (breaks(candidate, violation, law)) {
                    least = candidate;
                    smaller = true;
                    break;
                }
            }
        }
        return least;
    }

    private static List<List<Event>> candidates(List<Event> history) {
        List<List<Event>> candidates = new ArrayList<>();
        for (int i = history.size() - 1; i >= 0; i--) {
            candidates.add(without(history, i));
        }
        for (int i = 0; i < history.size(); i++) {
            for (Event event : smaller(history.get(i))) {
                List<Event> changed = new ArrayList<>(history);
                changed.set(i, event);
                candidates.add(changed);
            }
        }
        return candidates;
    }

    /** Without one event; what followed a delta then follows its predecessor. */
    private static List<Event> without(List<Event> history, int index) {
        List<Event> rest = new ArrayList<>(history);
        if (rest.remove(index) instanceof Event.Delta gone) {
            rest.replaceAll(event -> event instanceof Event.Delta delta && delta.previous() == gone.number()
                    ? new Event.Delta(delta.number(), gone.previous(), delta.origin(), delta.patch(), delta.stamp())
                    : event);
        }
        return rest;
    }

    /** An event with less to it: a stamp, an origin, an operation. */
    private static List<Event> smaller(Event event) {
        List<Event> smaller = new ArrayList<>();
        if (event instanceof Event.Register register) {
            if (register.stamp() != null) {
                smaller.add(new Event.Register(register.seq(), register.patch(), null));
            }
            operations(register.patch(), patch -> new Event.Register(register.seq(), patch, register.stamp()), smaller);
        } else if (event instanceof Event.Delta delta) {
            if (delta.stamp() != null) {
                smaller.add(new Event.Delta(delta.number(), delta.previous(), delta.origin(), delta.patch(), null));
            }
            if (delta.origin() != null) {
                smaller.add(new Event.Delta(delta.number(), delta.previous(), null, delta.patch(), delta.stamp()));
            }
            operations(
                    delta.patch(),
                    patch -> new Event.Delta(delta.number(), delta.previous(), delta.origin(), patch, delta.stamp()),
                    smaller);
        }
        return smaller;
    }

    private static void operations(List<Patch> patch, Function<List<Patch>, Event> event, List<Event> smaller) {
        if (patch.size() > 1) {
            withoutOne(patch).forEach(shorter -> smaller.add(event.apply(shorter)));
        }
    }

    private static <T> boolean breaks(T history, LawViolation violation, Consumer<T> law) {
        try {
            law.accept(history);
            return false;
        } catch (LawViolation e) {
            return e.law.equals(violation.law);
        } catch (RuntimeException e) {
            return false; // without what was left out, the rest could not happen
        }
    }

    /** A shrunk history as a test. */
    static String test(String name, JsonNode document, ConflictStrategies strategy, List<Event> history) {
        List<String> lines = new ArrayList<>();
        lines.add("Story.on(" + Snippet.quoted(Snippet.text(document)) + ", ConflictStrategies." + strategy + ")");
        for (int i = 0; i < history.size(); i++) {
            lines.add("        " + history.get(i).java() + (i == history.size() - 1 ? ";" : ""));
        }
        return Snippet.test(name, lines);
    }
}
