package io.zenquery.sync.test.readme;

import io.zenquery.sync.atom.Draft;
import io.zenquery.sync.patch.AtomKey;
import io.zenquery.sync.server.InitialDocuments;
import io.zenquery.sync.server.RejectMutationException;
import io.zenquery.sync.server.annotation.MutationHandler;
import java.util.Map;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@Component
class TaskHandlers implements InitialDocuments {
    record Rename(String id, String title) {}

    @Override // what a channel begins with
    public Map<AtomKey, JsonNode> of(String channel) {
        return Map.of(AtomKey.of("tasks"), JsonMapper.shared().readTree("{\"t1\":{\"title\":\"buy milk\"}}"));
    }

    @MutationHandler("task.rename")
    void rename(Rename input, Draft draft) {
        if (input.title().isBlank()) {
            throw new RejectMutationException("title-empty", "a task needs a title");
        }
        draft.atom("tasks").replace("/" + input.id() + "/title", input.title());
    }
}
