package io.zenquery.sync;

import io.zenquery.sync.patch.AtomKey;
import io.zenquery.sync.patch.JsonPointer;
import java.util.Objects;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** Makes an {@link OptimisticSyncCoordinator}. */
public final class CoordinatorBuilder {
    @Nullable
    StateLayer stateLayer;

    long lastClientSeq;
    int gapBuffer = 1024;
    int viewHistory = 256;
    int maxUndo = 0;
    int undoHistory = 1000;
    BiFunction<AtomKey, JsonPointer, @Nullable String> identityKeys = (atom, path) -> null;

    /** The holder of the documents. Without one, values are known only from inverse patches. */
    public CoordinatorBuilder stateLayer(StateLayer layer) {
        this.stateLayer = Objects.requireNonNull(layer, "stateLayer");
        return this;
    }

    /** The last number that was generated before, from 0; the next is one above it. */
    public CoordinatorBuilder lastClientSeq(long last) {
        this.lastClientSeq = atLeast(0, last, "lastClientSeq");
        return this;
    }

    /** How many deltas that came before their predecessors are kept; from 1, 1024 by default. */
    public CoordinatorBuilder gapBuffer(int size) {
        this.gapBuffer = (int) atLeast(1, size, "gapBuffer");
        return this;
    }

    /** How many steps of the view a draft may be behind; from 0, 256 by default. */
    public CoordinatorBuilder viewHistory(int steps) {
        this.viewHistory = (int) atLeast(0, steps, "viewHistory");
        return this;
    }

    /**
     * How many confirmed mutations can be undone, the last ones; from 0, the default. Pending ones always can. What they did is kept, and
     * what others did after them; nothing is computed before somebody asks.
     */
    public CoordinatorBuilder maxUndo(int mutations) {
        this.maxUndo = (int) atLeast(0, mutations, "maxUndo");
        return this;
    }

    /** How many deltas, everybody's, an undo may have to go back; from 1, 1000 by default. */
    public CoordinatorBuilder undoHistory(int deltas) {
        this.undoHistory = (int) atLeast(1, deltas, "undoHistory");
        return this;
    }

    /**
     * For the list at a place of an atom, the member that identifies its elements, null for none. A snapshot carries pending
     * edits inside such lists to the same elements; inside other lists that differ they are lost.
     */
    public CoordinatorBuilder identityKeys(BiFunction<AtomKey, JsonPointer, @Nullable String> keys) {
        this.identityKeys = Objects.requireNonNull(keys, "identityKeys");
        return this;
    }

    /** The coordinator. */
    public OptimisticSyncCoordinator build() {
        return new DefaultSyncCoordinator(this);
    }

    private static long atLeast(long least, long value, String name) {
        if (value < least) {
            throw new IllegalArgumentException("expected " + name + " from " + least + ", got " + value);
        }
        return value;
    }
}
