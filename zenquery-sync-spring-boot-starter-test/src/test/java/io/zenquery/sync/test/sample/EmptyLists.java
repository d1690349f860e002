package io.zenquery.sync.test.sample;

import io.zenquery.sync.patch.AtomKey;
import io.zenquery.sync.patch.Json;
import io.zenquery.sync.server.InitialDocuments;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

@Component
class EmptyLists implements InitialDocuments {

    @Override
    public Map<AtomKey, JsonNode> of(String channel) {
        return Map.of(AtomKey.of("tasks"), Json.array(List.of()));
    }
}
