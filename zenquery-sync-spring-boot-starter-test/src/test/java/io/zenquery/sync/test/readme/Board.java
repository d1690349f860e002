package io.zenquery.sync.test.readme;

import io.zenquery.sync.spring.SyncTemplate;
import io.zenquery.sync.spring.event.MutationRejectedEvent;
import io.zenquery.sync.spring.event.SyncConnectedEvent;
import java.util.Map;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

@Component
class Board {
    private final SyncTemplate sync;

    Board(SyncTemplate sync) {
        this.sync = sync;
    }

    @EventListener
    void on(SyncConnectedEvent event) {
        if (event.channel().equals(sync.channel())) { // other channels have theirs
            System.out.println("the tasks are here: " + sync.view("tasks"));
        }
    }

    void rename(String id, String title) {
        sync.mutate(
                        "task.rename",
                        Map.of("id", id, "title", title),
                        draft -> draft.atom("tasks").replace("/" + id + "/title", title))
                .accepted()
                .thenRun(() -> System.out.println("the server has it"));
        System.out.println(sync.view("tasks")); // shows the new title already
    }

    @EventListener
    void on(MutationRejectedEvent event) {
        System.out.println("rolled back: " + event.code());
    }
}
