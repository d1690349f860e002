package io.zenquery.sync;

import io.zenquery.sync.patch.AtomKey;
import io.zenquery.sync.patch.Patch;
import java.util.List;
import java.util.Map;

/** Told of a change to apply to the confirmed state. */
@FunctionalInterface
public interface ApplyDeltaCallback {

    /**
     * @param resolvedDelta per atom, the patches to apply, after conflict resolution. A snapshot arrives as the patches
     *     that lead to it; where the documents were not known here, as {@code add ""} with the whole document
     */
    void onApplyDelta(Map<AtomKey, List<Patch>> resolvedDelta);
}
