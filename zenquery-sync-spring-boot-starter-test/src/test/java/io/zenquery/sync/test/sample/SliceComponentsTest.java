package io.zenquery.sync.test.sample;

import static org.assertj.core.api.Assertions.assertThat;

import io.zenquery.sync.test.autoconfigure.SyncTest;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;

@SyncTest
class SliceComponentsTest {
    @Autowired
    ApplicationContext context;

    @Test
    void components_withHandlersOrInitialDocumentsAreThere_othersAreNot() {
        assertThat(context.getBeansOfType(TaskHandlers.class)).hasSize(1);
        assertThat(context.getBeansOfType(EmptyLists.class)).hasSize(1);
        assertThat(context.getBeansOfType(TaskList.class)).isEmpty();
    }
}
