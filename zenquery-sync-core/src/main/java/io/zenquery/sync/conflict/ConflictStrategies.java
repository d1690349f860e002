package io.zenquery.sync.conflict;

import io.zenquery.sync.overlay.Collision;
import io.zenquery.sync.overlay.Decision;
import io.zenquery.sync.patch.AtomKey;
import io.zenquery.sync.patch.Patch;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The built-in strategies, by the names that properties and the wire use. */
public enum ConflictStrategies implements ConflictResolutionStrategy {
    /** Both are kept where they can be; on the same place the pending edit stays on top until its verdict. */
    REBASE("rebase") {
        @Override
        public Decision decide(Conflict conflict) {
            return Decision.KEEP;
        }
    },

    /** A colliding pending edit leaves the view at once; the rest of its mutation stays. */
    SERVER_WINS("server-wins") {
        @Override
        public Decision decide(Conflict conflict) {
            return Decision.DROP;
        }
    },

    /** The pending edit stays, also when the server removed what it stood in: that is put back. */
    CLIENT_WINS("client-wins") {
        @Override
        public Decision decide(Conflict conflict) {
            return conflict.collision().kind() == Collision.Kind.REMOVED ? Decision.RESTORE : Decision.KEEP;
        }
    },

    /** The later stamp decides as {@link #CLIENT_WINS} or {@link #SERVER_WINS}; without both stamps, or at a tie, the server. */
    LAST_WRITE_WINS("last-write-wins") {
        @Override
        public Decision decide(Conflict conflict) {
            Instant server = conflict.serverStamp();
            Instant mutation = conflict.mutationStamp();
            boolean client = server != null && mutation != null && mutation.isAfter(server);
            return (client ? CLIENT_WINS : SERVER_WINS).decide(conflict);
        }
    },

    /** The whole mutation leaves the view: withdrawn if it was not sent yet, else hidden until its verdict. */
    FAIL("fail") {
        @Override
        public Decision decide(Conflict conflict) {
            return Decision.HIDE;
        }
    };

    private final String id;

    ConflictStrategies(String id) {
        this.id = id;
    }

    /** The name in properties and messages. */
    public String id() {
        return id;
    }

    @Override
    public abstract Decision decide(Conflict conflict);

    @Override
    public Map<AtomKey, List<Patch>> resolve(
            Map<AtomKey, List<Patch>> serverDelta, Map<AtomKey, List<Patch>> pendingPatches) {
        return serverDelta;
    }

    /** The built-in strategy of that name, null if there is none. */
    public static @Nullable ConflictStrategies named(String id) {
        for (ConflictStrategies strategy : values()) {
            if (strategy.id.equals(id)) {
                return strategy;
            }
        }
        return null;
    }

    /**
     * A strategy that lets another one decide for some atoms.
     *
     * @param others the strategies of their own that atoms have
     * @param fallback the strategy of all other atoms
     */
    public static ConflictResolutionStrategy perAtom(
            Map<AtomKey, ConflictResolutionStrategy> others, ConflictResolutionStrategy fallback) {
        return others.isEmpty() ? fallback : new PerAtom(Map.copyOf(others), fallback);
    }

    private record PerAtom(Map<AtomKey, ConflictResolutionStrategy> others, ConflictResolutionStrategy fallback)
            implements ConflictResolutionStrategy {

        @Override
        public Map<AtomKey, List<Patch>> resolve(
                Map<AtomKey, List<Patch>> serverDelta, Map<AtomKey, List<Patch>> pendingPatches) {
            Map<AtomKey, List<Patch>> resolved = new LinkedHashMap<>();
            serverDelta.forEach((atom, patches) -> resolved.putAll(of(atom).resolve(
                            Map.of(atom, patches),
                            pendingPatches.containsKey(atom) ? Map.of(atom, pendingPatches.get(atom)) : Map.of())));
            return Collections.unmodifiableMap(resolved);
        }

        @Override
        public Decision decide(Conflict conflict) {
            return of(conflict.collision().atom()).decide(conflict);
        }

        private ConflictResolutionStrategy of(AtomKey atom) {
            return others.getOrDefault(atom, fallback);
        }
    }
}
