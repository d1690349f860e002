package io.zenquery.sync.server;

import io.zenquery.sync.patch.AtomKey;
import java.util.Map;
import tools.jackson.databind.JsonNode;

class InMemoryDeltaLogTest extends DeltaLogContract {

    @Override
    protected DeltaLog open(String newEpoch, Map<AtomKey, JsonNode> initialDocuments) {
        return new InMemoryDeltaLog(newEpoch, initialDocuments, RETENTION);
    }

    @Override
    protected DeltaLog another() {
        return log; // it is of one process
    }
}
