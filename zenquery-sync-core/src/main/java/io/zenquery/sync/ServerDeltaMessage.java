package io.zenquery.sync;

import io.zenquery.sync.patch.AtomKey;
import io.zenquery.sync.patch.Patch;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A numbered change of the server.
 *
 * @param data what changes
 * @param serverSeq its number, from 1 (0 for the snapshot of an empty log)
 * @param prevServerSeq the number it follows; null if it follows {@code serverSeq - 1}. A snapshot has none
 * @param origin the number of this client's own mutation whose effect this is; null for somebody else's change
 * @param stamp when the server says the change was made; null if it does not say
 * @param trace which trace the change is part of, as a {@link io.zenquery.sync.protocol.TraceParent}; null for none. Handed on to
 *     {@link StepCallback}, and not looked at
 */
public record ServerDeltaMessage(
        Data data,
        long serverSeq,
        @Nullable Long prevServerSeq,
        @Nullable Long origin,
        @Nullable Instant stamp,
        @Nullable String trace) {

    /** What a delta changes. */
    public sealed interface Data {}

    /** RFC 6902 patches per atom, against the confirmed documents. */
    public record Patches(Map<AtomKey, List<Patch>> patches) implements Data {
        public Patches {
            patches = PendingMutation.copy(patches, "patches");
        }
    }

    /**
     * The whole state as of {@code serverSeq}. What {@link OptimisticSyncCoordinator#confirmMutation(long, long)} noted up to that
     * number is in it.
     *
     * @param state the documents; an atom that is not in it does not exist
     */
    public record Snapshot(Map<AtomKey, JsonNode> state) implements Data {
        public Snapshot {
            state = Collections.unmodifiableMap(new LinkedHashMap<>(state));
        }
    }

    public ServerDeltaMessage {
        if (serverSeq < 0) {
            throw new IllegalArgumentException("expected serverSeq from 0, got " + serverSeq);
        }
        if (prevServerSeq != null && (prevServerSeq < 0 || prevServerSeq >= serverSeq)) {
            throw new IllegalArgumentException(
                    "expected prevServerSeq from 0 and below serverSeq " + serverSeq + ", got " + prevServerSeq);
        }
    }

    /** A change without a trace. */
    public ServerDeltaMessage(
            Data data, long serverSeq, @Nullable Long prevServerSeq, @Nullable Long origin, @Nullable Instant stamp) {
        this(data, serverSeq, prevServerSeq, origin, stamp, null);
    }

    /** The same change, as the effect of the client's own mutation {@code clientSeq}; of nobody's here, if that is null. */
    ServerDeltaMessage withOrigin(@Nullable Long clientSeq) {
        return new ServerDeltaMessage(data, serverSeq, prevServerSeq, clientSeq, stamp, trace);
    }

    /** A change that follows the number before it. */
    public static ServerDeltaMessage of(long serverSeq, Map<AtomKey, List<Patch>> patches) {
        return new ServerDeltaMessage(new Patches(patches), serverSeq, null, null, null);
    }

    /** The effect of this client's own mutation {@code clientSeq}. */
    public static ServerDeltaMessage own(long clientSeq, long serverSeq, Map<AtomKey, List<Patch>> patches) {
        return new ServerDeltaMessage(new Patches(patches), serverSeq, null, clientSeq, null);
    }

    /** The whole state as of {@code serverSeq}. */
    public static ServerDeltaMessage snapshot(long serverSeq, Map<AtomKey, JsonNode> state) {
        return new ServerDeltaMessage(new Snapshot(state), serverSeq, null, null, null);
    }
}
