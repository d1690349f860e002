package io.zenquery.sync.test.pages;

import io.zenquery.sync.atom.Draft;
import io.zenquery.sync.conflict.ConflictStrategies;
import io.zenquery.sync.patch.AtomKey;
import io.zenquery.sync.server.InitialDocuments;
import io.zenquery.sync.server.annotation.MutationHandler;
import io.zenquery.sync.test.pages.TypedAtomsPageTest.Todo;
import java.util.HashMap;
import java.util.Map;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@Component
class ShopDocuments implements InitialDocuments {

    @Override
    public Map<AtomKey, JsonNode> of(String channel) {
        JsonMapper json = JsonMapper.shared();
        Map<AtomKey, JsonNode> documents = new HashMap<>();
        documents.put(AtomKey.of("articles"), json.readTree("{\"tea\":{\"name\":\"Tea\",\"price\":3}}"));
        documents.put(
                AtomKey.of("board"),
                json.readTree("{\"title\":\"Shopping\",\"todos\":[{\"id\":\"t1\",\"done\":false}]}"));
        documents.put(AtomKey.of("tasks"), json.readTree("{\"items\":[{\"title\":\"old\"}]}"));
        for (ConflictStrategies strategy : ConflictStrategies.values()) {
            documents.put(AtomKey.of(strategy.id()), json.readTree("[{\"title\":\"milk\"},{\"title\":\"bread\"}]"));
        }
        return documents;
    }

    @MutationHandler("todo.add")
    void add(Todo input, Draft draft) {
        draft.atom("board").add("/todos/-", input);
    }
}
