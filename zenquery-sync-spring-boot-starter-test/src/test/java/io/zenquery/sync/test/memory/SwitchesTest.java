package io.zenquery.sync.test.memory;

import static io.zenquery.sync.test.assertj.SyncAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import io.zenquery.sync.session.FailedMutation;
import io.zenquery.sync.spring.SyncOperations;
import io.zenquery.sync.test.autoconfigure.SyncTest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** The switches together, with a whole client. */
@SyncTest
class SwitchesTest {
    @Autowired
    SyncOperations sync;

    @Autowired
    InMemorySync server;

    @BeforeEach
    void inStep() {
        assertThat(sync).eventuallyIsInStep();
    }

    @Test
    void rejection_whoseAnswerIsLost_isTheSameWhenItIsSentAgain() {
        server.rejectNext("not-today", "closed");
        server.loseNextAnswer();
        sync.mutate(draft -> draft.atom("a").add("", 1));
        sync.mutate(draft -> draft.atom("b").add("", 2));
        assertThat(sync)
                .eventuallyHasFailed("not-today")
                .eventuallyConfirms("b", "2")
                .eventuallyIsInStep()
                .viewsNothing("a");
        assertThat(sync.failed()).extracting(FailedMutation::code).containsExactly("not-today");
    }

    @Test
    void rejection_forAnotherName_waitsForThat() {
        server.rejectNext("never-sent", "not-today", "closed");
        sync.mutate(draft -> draft.atom("a").add("", 1));
        assertThat(sync).eventuallyConfirms("a", "1").hasNoFailed();
        assertThat(server).hasToString("InMemorySync[board, online, rejects next: not-today]");
    }

    @Test
    void twoRejections_areForTwoMutations() {
        server.rejectNext("first", "one");
        server.rejectNext("second", "two");
        server.goOffline();
        sync.mutate(draft -> draft.atom("a").add("", 1));
        sync.mutate(draft -> draft.atom("b").add("", 1));
        sync.mutate(draft -> draft.atom("c").add("", 1));
        server.goOnline();
        assertThat(sync).eventuallyConfirms("c", "1").eventuallyIsInStep();
        assertThat(sync.failed()).extracting(FailedMutation::code).containsExactly("first", "second");
    }

    @SpringBootApplication
    static class App {}
}
