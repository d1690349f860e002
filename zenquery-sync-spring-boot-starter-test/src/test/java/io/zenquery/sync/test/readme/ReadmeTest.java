package io.zenquery.sync.test.readme;

import static io.zenquery.sync.test.assertj.SyncAssertions.assertThat;

import io.zenquery.sync.spring.SyncOperations;
import io.zenquery.sync.test.autoconfigure.SyncTest;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Import;

@SyncTest(channel = "board")
@Import(Board.class)
class ReadmeTest {
    @Autowired
    Board board;

    @Autowired
    SyncOperations sync;

    @Test
    void rename_showsAtOnceAndIsConfirmed() {
        assertThat(sync).eventuallyIsInStep();

        board.rename("t1", "buy bread");

        assertThat(sync)
                .views("tasks", "{\"t1\":{\"title\":\"buy bread\"}}")
                .eventuallyConfirms("tasks", "{\"t1\":{\"title\":\"buy bread\"}}");
    }

    @Test
    void rename_toNothing_isRolledBack() {
        assertThat(sync).eventuallyIsInStep();

        board.rename("t1", " ");

        assertThat(sync).eventuallyHasFailed("title-empty").views("tasks", "{\"t1\":{\"title\":\"buy milk\"}}");
    }
}
