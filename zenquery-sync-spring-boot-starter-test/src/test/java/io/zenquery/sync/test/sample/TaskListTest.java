package io.zenquery.sync.test.sample;

import static io.zenquery.sync.test.assertj.SyncAssertions.assertThat;

import io.zenquery.sync.session.SessionState;
import io.zenquery.sync.spring.SyncOperations;
import io.zenquery.sync.test.autoconfigure.SyncTest;
import io.zenquery.sync.test.memory.InMemorySync;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Import;

@SyncTest
@Import(TaskList.class)
class TaskListTest {
    @Autowired
    TaskList tasks;

    @Autowired
    SyncOperations sync;

    @Autowired
    InMemorySync server;

    @Test
    void aTaskShowsAtOnce_andIsConfirmed() {
        assertThat(sync).eventuallyIsInStep();
        tasks.add("buy milk");
        assertThat(sync).views("tasks", "[\"buy milk\"]").eventuallyConfirms("tasks", "[\"buy milk\"]");
    }

    @Test
    void aTaskMadeOffline_isCarriedOverWhatOthersDidMeanwhile() {
        assertThat(sync).eventuallyIsInStep();
        server.goOffline();
        tasks.add("buy milk");
        server.otherClient("kiosk-2").mutate(draft -> draft.atom("tasks").add("/0", "sweep the floor"));
        assertThat(sync).hasPending(1).views("tasks", "[\"buy milk\"]");

        server.goOnline();
        assertThat(sync)
                .eventuallyIsInStep()
                .eventuallyConfirms("tasks", "[\"sweep the floor\", \"buy milk\"]")
                .hasNoFailed();
    }

    @Test
    void aRejectedTask_leavesTheViewAgain() {
        assertThat(sync).eventuallyIsInStep();
        server.rejectNext("task.add", "list-closed", "no more tasks today");
        tasks.add("buy milk");
        assertThat(sync).eventuallyHasFailed("list-closed").hasNoPending().views("tasks", "[]");
    }

    @Test
    void aLostAnswer_neitherLosesTheTaskNorMakesItTwice() {
        assertThat(sync).eventuallyIsInStep();
        server.loseNextAnswer();
        tasks.add("buy milk");
        assertThat(sync).eventuallyConfirms("tasks", "[\"buy milk\"]").eventuallyIsInState(SessionState.LIVE);
    }
}
