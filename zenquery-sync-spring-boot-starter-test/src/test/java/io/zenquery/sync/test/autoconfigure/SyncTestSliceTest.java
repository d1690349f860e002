package io.zenquery.sync.test.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.zenquery.sync.outbox.MemoryOutboxStore;
import io.zenquery.sync.outbox.OutboxStore;
import io.zenquery.sync.session.SyncTransport;
import io.zenquery.sync.spring.SyncOperations;
import io.zenquery.sync.spring.SyncTransportFactory;
import io.zenquery.sync.stomp.StompSyncTransport;
import io.zenquery.sync.test.memory.InMemorySync;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.annotation.ImportCandidates;
import org.springframework.context.ApplicationContext;
import org.springframework.core.env.Environment;

@SyncTest(channel = "slice", properties = "zenquery.sync.outbox.path=never-made")
class SyncTestSliceTest {
    @Autowired
    ApplicationContext context;

    @Test
    void channel_isThatOfTheAnnotation() {
        assertThat(context.getBean(SyncOperations.class).channel()).isEqualTo("slice");
        assertThat(context.getBean(Environment.class).getProperty("zenquery.sync.url"))
                .isEqualTo("ws://in-memory/zenquery");
    }

    @Test
    void transportAndOutbox_areInMemory() {
        assertThat(context.getBeanNamesForType(SyncTransportFactory.class))
                .containsExactly("inMemorySyncTransportFactory");
        assertThat(context.getBean(SyncTransport.class)).isNotInstanceOf(StompSyncTransport.class);
        assertThat(context.getBean(OutboxStore.class)).isInstanceOf(MemoryOutboxStore.class);
        assertThat(context.getBeansOfType(InMemorySync.class)).hasSize(1);
    }

    @Test
    void slice_hasEveryAutoConfigurationOfTheClient() throws IOException {
        List<String> all = ImportCandidates.load(AutoConfiguration.class, null).getCandidates().stream()
                .filter(name -> name.matches("io\\.zenquery\\.sync\\.autoconfigure\\.[^.]+"))
                .toList();
        assertThat(all).isNotEmpty();
        assertThat(ImportCandidates.load(SyncTest.class, null).getCandidates())
                .as("META-INF/spring/%s.imports", SyncTest.class.getName())
                .containsAll(all);
    }

    @SpringBootApplication
    static class App {}
}
