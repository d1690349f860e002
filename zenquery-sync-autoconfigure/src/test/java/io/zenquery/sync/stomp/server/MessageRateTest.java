package io.zenquery.sync.stomp.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class MessageRateTest {
    private long now = Long.MAX_VALUE - 5; // the clock may overflow
    private final MessageRate rate = new MessageRate(10, () -> now);

    private int takeAll() {
        int taken = 0;
        while (rate.take()) {
            taken++;
        }
        return taken;
    }

    @Test
    void take_atOnce_allowsASecondsWorth() {
        assertThat(takeAll()).isEqualTo(10);
    }

    @Test
    void take_asTimePasses_allowsTheRateAndNoMoreThanASecondsWorth() {
        takeAll();

        now += TimeUnit.MILLISECONDS.toNanos(300);
        assertThat(takeAll()).isEqualTo(3);
        now += TimeUnit.HOURS.toNanos(1);
        assertThat(takeAll()).isEqualTo(10);
    }

    @Test
    void exceed_once_allowsNothingAnyMore() {
        assertThat(rate.exceed()).isTrue();
        assertThat(rate.exceed()).isFalse();

        now += TimeUnit.HOURS.toNanos(1);
        assertThat(rate.take()).isFalse();
    }
}
