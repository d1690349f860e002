package io.zenquery.sync.test.pages;

import static io.zenquery.sync.test.assertj.SyncAssertions.assertThat;

import io.zenquery.sync.session.SessionState;
import io.zenquery.sync.spring.SyncOperations;
import io.zenquery.sync.test.autoconfigure.SyncTest;
import io.zenquery.sync.test.memory.InMemorySync;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

@SyncTest(channel = "shop", properties = "zenquery.sync.conflict.atoms.articles=prices-from-server")
class PricesFromServerTest {
    @Autowired
    SyncOperations sync;

    @Autowired
    InMemorySync server;

    @Test
    void priceAndNameThatMetTheServers_priceIsTheServersAndNameStays() {
        assertThat(sync).eventuallyIsInStep();
        server.goOffline();
        assertThat(sync).eventuallyIsInState(SessionState.CONNECTING);
        sync.mutate(draft -> draft.atom("articles").replace("/tea/price", 4).replace("/tea/name", "Green tea"));
        server.change(draft -> draft.atom("articles").replace("/tea/price", 5).replace("/tea/name", "Black tea"));

        server.goOnline();
        assertThat(sync)
                .eventuallyIsInStep()
                .eventuallyConfirms("articles", "{\"tea\":{\"name\":\"Green tea\",\"price\":5}}")
                .hasNoFailed();
    }
}
