package io.zenquery.sync.test.assertj;

import static io.zenquery.sync.test.assertj.SyncAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.zenquery.sync.session.SessionState;
import io.zenquery.sync.spring.SyncOperations;
import io.zenquery.sync.test.autoconfigure.SyncTest;
import io.zenquery.sync.test.memory.InMemorySync;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.SpringBootApplication;

@SyncTest
class SyncAssertTest {
    private static final Duration SHORT = Duration.ofMillis(20);

    @Autowired
    SyncOperations sync;

    @Autowired
    InMemorySync server;

    @BeforeEach
    void oneDocumentAndOnePending() {
        server.change(draft -> draft.atom("cart").add("", Map.of("items", 1)));
        assertThat(sync).eventuallyConfirms("cart", "{\"items\": 1.0}");
        server.goOffline();
        sync.mutate("cart.fill", Map.of("by", 2), draft -> draft.atom("cart").replace("/items", 3));
    }

    @Test
    void views_otherDocument_saysWhatWasExpectedWhatIsThereAndWhatIsPending() {
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> assertThat(sync).views("cart", "{\"items\": 4}"))
                .withMessageContaining("channel \"board\"")
                .withMessageContaining("the view of \"cart\" to be")
                .withMessageContaining("{\"items\":4}")
                .withMessageContaining("but got")
                .withMessageContaining("{\"items\":3}")
                .withMessageContaining("pending: 1")
                .withMessageContaining("cart.fill {\"by\":2}")
                .withMessageContaining("failed: 0");
    }

    @Test
    void eventuallyConfirms_thatNeverComes_saysHowLongItWaited() {
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> assertThat(sync).within(SHORT).eventuallyConfirms("cart", "{\"items\": 3}"))
                .withMessageContaining("within PT0.02S")
                .withMessageContaining("{\"items\":1}");
    }

    @Test
    void pendingFailedAndState_otherThanExpected_fail() {
        assertThat(sync).hasPending(1);
        fails(() -> assertThat(sync).hasNoPending());
        fails(() -> assertThat(sync).within(SHORT).eventuallyHasNoPending());
        fails(() -> assertThat(sync).within(SHORT).eventuallyHasFailed("any"));
        fails(() -> assertThat(sync).isInState(SessionState.CLOSED));
        fails(() -> assertThat(sync).within(SHORT).eventuallyIsInState(SessionState.CLOSED));
        fails(() -> assertThat(sync).within(SHORT).eventuallyIsInStep());
        fails(() -> assertThat(sync).viewsNothing("cart"));
        fails(() -> assertThat(null).hasNoPending());
    }

    @Test
    void rejected_isListedWithItsCode() {
        server.rejectNext("cart-closed", "too late");
        server.goOnline();
        assertThat(sync).eventuallyHasFailed("cart-closed").views("cart", "{\"items\": 1}");
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> assertThat(sync).hasNoFailed())
                .withMessageContaining("cart-closed: too late");
    }

    @Test
    void text_thatIsNoJson_isRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> assertThat(sync).views("cart", "{items"))
                .withMessageContaining("expected JSON");
        assertThatIllegalArgumentException().isThrownBy(() -> assertThat(sync).within(Duration.ZERO));
    }

    private static void fails(Runnable assertion) {
        assertThatExceptionOfType(AssertionError.class).isThrownBy(assertion::run);
    }

    @SpringBootApplication
    static class App {}
}
