package io.zenquery.sync;

import io.zenquery.sync.overlay.OverlayChange;
import io.zenquery.sync.overlay.Resolution;
import io.zenquery.sync.patch.AtomKey;
import io.zenquery.sync.patch.Patch;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** What a step has to tell, gathered while it is computed. */
final class StepEffects {
    private final Map<AtomKey, JsonNode> confirmed = new LinkedHashMap<>();
    private final Map<AtomKey, List<Patch>> resolved = new LinkedHashMap<>();
    private final Map<AtomKey, List<Patch>> view = new LinkedHashMap<>();
    private final Set<AtomKey> recompute = new LinkedHashSet<>();
    private final List<Map<AtomKey, List<Patch>>> rollbacks = new ArrayList<>();
    private final List<Resolution> resolutions = new ArrayList<>();
    private final List<MutationOutcome> outcomes = new ArrayList<>();

    void add(OverlayChange change) {
        append(view, change.view());
        recompute.addAll(change.unknown());
        resolutions.addAll(change.resolutions());
        confirmed.putAll(change.confirmed());
    }

    void addConfirmed(Map<AtomKey, JsonNode> documents) {
        confirmed.putAll(documents);
    }

    void addView(Map<AtomKey, List<Patch>> patches) {
        append(view, patches);
    }

    void addResolved(Map<AtomKey, List<Patch>> patches) {
        append(resolved, patches);
    }

    void addRollback(Map<AtomKey, List<Patch>> patches) {
        rollbacks.add(patches);
    }

    void addOutcome(MutationOutcome outcome) {
        outcomes.add(outcome);
    }

    private static void append(Map<AtomKey, List<Patch>> all, Map<AtomKey, List<Patch>> more) {
        more.forEach((atom, patches) -> {
            if (!patches.isEmpty()) {
                all.computeIfAbsent(atom, key -> new ArrayList<>()).addAll(patches);
            }
        });
    }

    // -------------------------------------------------------------------------------------------------------- read

    /** The confirmed document as the step leaves it; null if the step has not changed it. */
    @Nullable
    JsonNode confirmed(AtomKey atom) {
        return confirmed.get(atom);
    }

    Map<AtomKey, JsonNode> confirmed() {
        return Collections.unmodifiableMap(confirmed);
    }

    boolean changesView() {
        return !view.isEmpty() || !recompute.isEmpty();
    }

    Optional<ViewChange> viewChange(long version, ViewChange.Cause cause) {
        return changesView()
                ? Optional.of(new ViewChange(
                        version, Collections.unmodifiableMap(view), Collections.unmodifiableSet(recompute), cause))
                : Optional.empty();
    }

    Map<AtomKey, List<Patch>> view() {
        return Collections.unmodifiableMap(view);
    }

    Map<AtomKey, List<Patch>> resolved() {
        return Collections.unmodifiableMap(resolved);
    }

    List<Map<AtomKey, List<Patch>>> rollbacks() {
        return List.copyOf(rollbacks);
    }

    List<Resolution> resolutions() {
        return List.copyOf(resolutions);
    }

    List<MutationOutcome> outcomes() {
        return List.copyOf(outcomes);
    }
}
