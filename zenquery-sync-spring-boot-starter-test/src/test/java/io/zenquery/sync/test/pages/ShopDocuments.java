package io.zenquery.sync.test.pages;

import io.zenquery.sync.patch.AtomKey;
import io.zenquery.sync.server.InitialDocuments;
import java.util.Map;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@Component
class ShopDocuments implements InitialDocuments {

    @Override
    public Map<AtomKey, JsonNode> of(String channel) {
        JsonMapper json = JsonMapper.shared();
        return Map.of(
                AtomKey.of("articles"), json.readTree("{\"tea\":{\"name\":\"Tea\",\"price\":3}}"),
                AtomKey.of("tasks"), json.readTree("{\"items\":[{\"title\":\"old\"}]}"));
    }
}
