package io.zenquery.sync.test.pages;

import static io.zenquery.sync.test.assertj.SyncAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import io.zenquery.sync.session.FailedMutation;
import io.zenquery.sync.session.QueueFullException;
import io.zenquery.sync.spring.SyncOperations;
import io.zenquery.sync.test.autoconfigure.SyncTest;
import io.zenquery.sync.test.memory.InMemorySync;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** The samples of docs/offline.md, and what it says of a full queue. */
@SyncTest(channel = "shop", properties = "zenquery.sync.max-pending=2")
class OfflinePageTest {
    @Autowired
    SyncOperations sync;

    @Autowired
    InMemorySync server;

    private boolean told;

    private void rename(String title) {
        try {
            sync.mutate(draft -> draft.atom("tasks").replace("/items/0/title", title));
        } catch (QueueFullException e) {
            tellTheUser("as much as can wait is waiting for a connection");
        }
    }

    private void tellTheUser(String message) {
        told = !message.isEmpty();
    }

    @Test
    void queueThatIsFull_refusesOneMore_untilThereIsRoom() {
        assertThat(sync).eventuallyIsInStep();
        server.goOffline();
        rename("one");
        rename("two");
        assertThat(told).isFalse();

        rename("three");
        assertThat(told).isTrue();
        assertThat(sync).hasPending(2).views("tasks", "{\"items\":[{\"title\":\"two\"}]}");

        server.goOnline();
        assertThat(sync).eventuallyIsInStep().eventuallyConfirms("tasks", "{\"items\":[{\"title\":\"two\"}]}");
    }

    @Test
    void failedMutations_areRetriedOrDiscarded() {
        assertThat(sync).eventuallyIsInStep();
        server.rejectNext("locked", "the list is locked");
        rename("one");
        assertThat(sync).eventuallyHasFailed("locked");
        server.rejectNext("too-late", "the list is closed");
        rename("two");
        assertThat(sync).eventuallyHasFailed("too-late");

        List<FailedMutation> failed = sync.failed(); // what was meant, and why it failed
        sync.retry(failed.get(0).clientSeq()); // a new mutation on the present view
        sync.discard(failed.get(1).clientSeq()); // nobody wants it any more

        assertThat(failed).extracting(FailedMutation::code).containsExactly("locked", "too-late");
        assertThat(sync)
                .eventuallyConfirms("tasks", "{\"items\":[{\"title\":\"one\"}]}")
                .hasNoFailed();
    }
}
