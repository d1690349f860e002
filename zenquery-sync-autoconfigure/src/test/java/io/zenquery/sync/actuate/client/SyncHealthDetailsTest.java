package io.zenquery.sync.actuate.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.zenquery.sync.session.SessionState;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.springframework.boot.health.contributor.Health;

class SyncHealthDetailsTest {

    @Test
    void addTo_allDetailsThere_saysEachUnderItsName() {
        Health.Builder health = new Health.Builder().up();

        new SyncHealthDetails("board", SessionState.OFFLINE, 7, 2, Duration.ofHours(1), Instant.EPOCH, "too long")
                .addTo(health);

        assertThat(health.build().getDetails().keySet())
                .containsExactlyInAnyOrderElementsOf(Arrays.stream(SyncHealthDetails.class.getRecordComponents())
                        .map(RecordComponent::getName)
                        .toList());
    }
}
