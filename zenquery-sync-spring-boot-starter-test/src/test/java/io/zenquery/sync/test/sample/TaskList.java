package io.zenquery.sync.test.sample;

import io.zenquery.sync.spring.SyncOperations;
import java.util.Map;
import org.springframework.stereotype.Component;

@Component
class TaskList {
    private final SyncOperations sync;

    TaskList(SyncOperations sync) {
        this.sync = sync;
    }

    void add(String title) {
        sync.mutate(
                "task.add", Map.of("title", title), draft -> draft.atom("tasks").add("/-", title));
    }
}
