package io.zenquery.sync.simulation;

import org.jspecify.annotations.Nullable;

/**
 * One line of a schedule.
 *
 * @param at when, in milliseconds
 * @param action what
 * @param fault with {@link Action#FAULT}, which one
 * @param who the number of the client or node that it is about
 * @param draw what the rest is drawn from
 */
record Step(long at, Action action, @Nullable Fault fault, int who, long draw) {

    /** What a schedule has. */
    enum Action {
        /** A client's application makes a mutation. */
        MUTATE,
        /** A client's application takes one of its mutations back, or an undo of one. */
        UNDO,
        /** The server changes documents by itself. */
        SERVER_CHANGE,
        /** A client's application goes offline for a while. */
        GO_OFFLINE,
        /** Something goes wrong. */
        FAULT
    }

    static Step fault(long at, Fault fault, int who, long draw) {
        return new Step(at, Action.FAULT, fault, who, draw);
    }

    static Step of(long at, Action action, int who, long draw) {
        return new Step(at, action, null, who, draw);
    }

    @Override
    public String toString() {
        String what =
                fault == null ? action.name().toLowerCase(java.util.Locale.ROOT).replace('_', ' ') : fault.toString();
        return at + " ms  " + what + ", " + who + ", draw " + draw;
    }
}
