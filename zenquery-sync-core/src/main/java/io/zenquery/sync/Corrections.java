package io.zenquery.sync;

import io.zenquery.sync.overlay.Overlay;
import io.zenquery.sync.patch.AtomKey;
import io.zenquery.sync.patch.JsonPatch;
import io.zenquery.sync.patch.Patch;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** What becomes of a delta that an application's own strategy changed: see {@link Overlay#correct}. */
final class Corrections {

    private Corrections() {}

    /** The confirmed documents as they stand in a step. */
    interface Documents {
        JsonNode after(AtomKey atom, Map<AtomKey, List<Patch>> more);
    }

    /** Tells two versions of a document apart. */
    interface Difference {
        List<Patch> between(AtomKey atom, JsonNode from, JsonNode to);
    }

    /** What undoes the server's delta from where the strategy parted from it, and does what the strategy wanted instead. */
    static Map<AtomKey, List<Patch>> between(
            Map<AtomKey, List<Patch>> delta, Map<AtomKey, List<Patch>> wanted, Documents documents) {
        Map<AtomKey, List<Patch>> correction = new LinkedHashMap<>();
        Set<AtomKey> atoms = new LinkedHashSet<>(delta.keySet());
        atoms.addAll(wanted.keySet());
        for (AtomKey atom : atoms) {
            List<Patch> change = delta.getOrDefault(atom, List.of());
            List<Patch> instead = wanted.getOrDefault(atom, List.of());
            int same = 0;
            while (same < change.size()
                    && same < instead.size()
                    && change.get(same).equals(instead.get(same))) {
                same++;
            }
            JsonNode fork = documents.after(atom, Map.of(atom, change.subList(0, same)));
            List<Patch> patches = new ArrayList<>(JsonPatch.invert(fork, change.subList(same, change.size())));
            patches.addAll(instead.subList(same, instead.size()));
            correction.put(atom, patches);
        }
        correction.values().removeIf(List::isEmpty);
        return correction;
    }

    /** The change of the confirmed documents with corrections, before and after. */
    static Map<AtomKey, List<Patch>> resolved(
            Map<AtomKey, List<Patch>> delta,
            Map<AtomKey, List<Patch>> accepted,
            Map<AtomKey, List<Patch>> correctionsBefore,
            Overlay overlay,
            Documents documents,
            Difference difference) {
        Map<AtomKey, List<Patch>> changes = new LinkedHashMap<>();
        Set<AtomKey> atoms = new LinkedHashSet<>(delta.keySet());
        atoms.addAll(accepted.keySet());
        for (AtomKey atom : atoms) {
            List<Patch> old = correctionsBefore.getOrDefault(atom, List.of());
            List<Patch> now = overlay.corrections().getOrDefault(atom, List.of());
            if (old.isEmpty()) {
                changes.put(atom, accepted.getOrDefault(atom, List.of()));
            } else {
                JsonNode from = JsonPatch.apply(documents.after(atom, Map.of()), old);
                JsonNode to = JsonPatch.apply(documents.after(atom, delta), now);
                changes.put(atom, difference.between(atom, from, to));
            }
        }
        return changes;
    }
}
