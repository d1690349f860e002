package io.zenquery.sync.benchmarks;

import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;

/**
 * Something that keeps a document, a queue of pending mutations on it, and the view of both. All subjects get the same texts,
 * and parse them inside the calls that are measured, so that a figure covers the way from JSON text to a readable view.
 */
interface Subject {

    /** The names that parameters and reports use. */
    enum Kind {
        ZENQUERY,
        SIGNALS,
        REPLAY;

        /** Whether it runs on this JDK: Vaadin Flow wants 21. */
        boolean isAvailable() {
            return this != SIGNALS || Runtime.version().feature() >= 21;
        }

        /**
         * A new one.
         *
         * @throws IllegalStateException if it is not available
         */
        Subject create() {
            return switch (this) {
                case ZENQUERY -> new ZenquerySubject();
                case SIGNALS -> signals();
                case REPLAY -> new ReplaySubject();
            };
        }

        /** By name, since older compilers leave that class out. */
        private static Subject signals() {
            try {
                return Class.forName(Subject.class.getPackageName() + ".SignalsSubject")
                        .asSubclass(Subject.class)
                        .getDeclaredConstructor()
                        .newInstance();
            } catch (ReflectiveOperationException | UnsupportedClassVersionError e) {
                throw new IllegalStateException("expected a build and a run on JDK 21 or later", e);
            }
        }

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * Set-up, not measured: takes the confirmed document and registers the first mutations, numbered from 1.
     *
     * @param mutations each an RFC 6902 patch
     */
    void load(String document, List<String> mutations);

    /** Registers one more mutation, an RFC 6902 patch on the view; its number is one above the last. */
    void register(String mutation);

    /**
     * Takes a change of the server: {@code {"serverSeq": …, "patches": […]}}. With an {@code "origin"} it is the effect of that pending
     * mutation, which it confirms.
     */
    void delta(String message);

    /**
     * Notes that the server accepted a mutation: {@code {"clientSeq": …, "serverSeq": …}}. The delta with the effect follows.
     *
     * @throws UnsupportedOperationException if the subject knows no verdict without its effect
     */
    void ack(String message);

    /** The server rejected a mutation: {@code {"clientSeq": …, "code": …}}. */
    void reject(String message);

    /** One value of the view: what a reader does after each step. */
    JsonNode read(int item, String member);

    /** The whole view, for tests. */
    JsonNode view();

    /** What holds confirmed document and view, for {@link MemoryMeter}. */
    Object documents();

    /** What holds the pending mutations as {@link #load} registered them, for {@link MemoryMeter}. */
    Object mutations();
}
