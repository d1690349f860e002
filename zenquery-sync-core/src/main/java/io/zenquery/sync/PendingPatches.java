package io.zenquery.sync;

import io.zenquery.sync.overlay.Overlay;
import io.zenquery.sync.patch.AtomKey;
import io.zenquery.sync.patch.Patch;
import java.util.AbstractMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The patches of the pending mutations as of one moment, computed when somebody reads them. */
final class PendingPatches extends AbstractMap<AtomKey, List<Patch>> {
    private final Overlay overlay;
    private volatile @Nullable Map<AtomKey, List<Patch>> patches;

    PendingPatches(Overlay overlay) {
        this.overlay = overlay;
    }

    private Map<AtomKey, List<Patch>> patches() {
        Map<AtomKey, List<Patch>> known = patches;
        if (known == null) {
            patches = known = Map.copyOf(overlay.patches());
        }
        return known;
    }

    @Override
    public Set<Entry<AtomKey, List<Patch>>> entrySet() {
        return patches().entrySet();
    }

    @Override
    public @Nullable List<Patch> get(@Nullable Object atom) {
        return atom == null ? null : patches().get(atom);
    }

    @Override
    public boolean containsKey(@Nullable Object atom) {
        return atom != null && patches().containsKey(atom);
    }
}
