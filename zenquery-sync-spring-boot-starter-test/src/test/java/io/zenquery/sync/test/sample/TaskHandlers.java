package io.zenquery.sync.test.sample;

import io.zenquery.sync.atom.Draft;
import io.zenquery.sync.server.RejectMutationException;
import io.zenquery.sync.server.annotation.MutationHandler;
import org.springframework.stereotype.Component;

@Component
class TaskHandlers {
    record Add(String title) {}

    @MutationHandler("task.add")
    void add(Add input, Draft draft) {
        if (input.title().isBlank()) {
            throw new RejectMutationException("title-empty", "a task needs a title");
        }
        draft.atom("tasks").add("/-", input.title());
    }
}
