package io.zenquery.sync;

import io.zenquery.sync.patch.AtomKey;
import io.zenquery.sync.patch.Patch;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A local mutation without a verdict.
 *
 * @param clientSeq its number, from {@link OptimisticSyncCoordinator#generateClientSeq}
 * @param mutationInfo whatever the application wants to know of it later (a name, an input); not looked at
 * @param optimisticPatches per atom, what it does to the view
 * @param inversePatches per atom, what undoes it, in the form that {@code JsonPatch.invert} gives. Needed only where no
 *     {@link StateLayer} knows the values that the mutation replaces or removes; may be empty
 * @param stamp when it was made, by the server's clock as far as that is known; null if no strategy asks
 * @param undoOf the mutation that it takes back (see {@link OptimisticSyncCoordinator#registerUndo}); null for none
 */
public record PendingMutation(
        long clientSeq,
        @Nullable Object mutationInfo,
        Map<AtomKey, List<Patch>> optimisticPatches,
        Map<AtomKey, List<Patch>> inversePatches,
        @Nullable Instant stamp,
        @Nullable Long undoOf) {

    public PendingMutation {
        optimisticPatches = copy(optimisticPatches, "optimisticPatches");
        inversePatches = copy(inversePatches, "inversePatches");
    }

    /** A mutation that takes no other one back. */
    public PendingMutation(
            long clientSeq,
            @Nullable Object mutationInfo,
            Map<AtomKey, List<Patch>> optimisticPatches,
            Map<AtomKey, List<Patch>> inversePatches,
            @Nullable Instant stamp) {
        this(clientSeq, mutationInfo, optimisticPatches, inversePatches, stamp, null);
    }

    /** A mutation without inverse patches and without a stamp. */
    public PendingMutation(long clientSeq, @Nullable Object mutationInfo, Map<AtomKey, List<Patch>> optimisticPatches) {
        this(clientSeq, mutationInfo, optimisticPatches, Map.of(), null);
    }

    /** The same mutation with other patches, and without inverse ones. */
    public PendingMutation withPatches(Map<AtomKey, List<Patch>> patches) {
        return new PendingMutation(clientSeq, mutationInfo, patches, Map.of(), stamp, undoOf);
    }

    /** The same mutation, taking back that one. */
    public PendingMutation withUndoOf(@Nullable Long undone) {
        return new PendingMutation(clientSeq, mutationInfo, optimisticPatches, inversePatches, stamp, undone);
    }

    static Map<AtomKey, List<Patch>> copy(Map<AtomKey, List<Patch>> patches, String name) {
        Objects.requireNonNull(patches, name);
        Map<AtomKey, List<Patch>> copy = new LinkedHashMap<>();
        patches.forEach((atom, list) -> copy.put(Objects.requireNonNull(atom, name), List.copyOf(list)));
        return Collections.unmodifiableMap(copy);
    }
}
