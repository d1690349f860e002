package io.zenquery.sync.test.pages;

import io.zenquery.sync.conflict.Conflict;
import io.zenquery.sync.conflict.ConflictResolutionStrategy;
import io.zenquery.sync.overlay.Decision;
import io.zenquery.sync.patch.AtomKey;
import io.zenquery.sync.patch.Patch;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;

@Component("prices-from-server")
class PricesFromServer implements ConflictResolutionStrategy {

    @Override
    public Map<AtomKey, List<Patch>> resolve(
            Map<AtomKey, List<Patch>> serverDelta, Map<AtomKey, List<Patch>> pendingPatches) {
        return serverDelta; // the server's change, as it is
    }

    @Override
    public Decision decide(Conflict conflict) {
        boolean price = conflict.collision().pending().path().last().equals("price");
        return price ? Decision.DROP : Decision.KEEP;
    }
}
