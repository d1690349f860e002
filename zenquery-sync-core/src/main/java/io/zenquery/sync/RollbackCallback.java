package io.zenquery.sync;

import io.zenquery.sync.patch.AtomKey;
import io.zenquery.sync.patch.Patch;
import java.util.List;
import java.util.Map;

/** Told how to take a rejected mutation out of the view. */
@FunctionalInterface
public interface RollbackCallback {

    /**
     * @param inversePatches per atom, the patches that take the view before the rejection to the view as if the mutation had
     *     never been registered
     */
    void onRollback(Map<AtomKey, List<Patch>> inversePatches);
}
