package io.zenquery.sync.test.pages;

import static io.zenquery.sync.test.assertj.SyncAssertions.assertThat;

import io.zenquery.sync.session.MutationReceipt;
import io.zenquery.sync.spring.SyncOperations;
import io.zenquery.sync.test.autoconfigure.SyncTest;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** The sample of docs/undo.md. */
@SyncTest(channel = "shop")
class UndoPageTest {
    @Autowired
    SyncOperations sync;

    @Test
    void rename_undoneAndRedone() {
        assertThat(sync).eventuallyIsInStep();

        MutationReceipt rename = sync.mutate(draft -> draft.atom("tasks").replace("/items/0/title", "new"));
        MutationReceipt undo = rename.undo(); // shows at once, travels like any mutation
        undo.undo(); // the redo
        rename.canUndo(); // for the button

        assertThat(sync)
                .eventuallyConfirms("tasks", "{\"items\":[{\"title\":\"new\"}]}")
                .hasNoFailed();
    }
}
