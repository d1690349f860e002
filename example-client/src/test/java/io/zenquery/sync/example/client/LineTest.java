package io.zenquery.sync.example.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LineTest {
    private final ManualTimer time = new ManualTimer();
    private final List<String> arrived = new ArrayList<>();
    private Duration latency = Duration.ZERO;
    private final Line line = new Line(() -> latency, time, time::now);

    private void send(String text, int millis) {
        latency = Duration.ofMillis(millis);
        line.carry(() -> arrived.add(text));
    }

    @Test
    void sent_arrivesAfterItsLatency() {
        send("a", 100);
        time.advance(99);
        assertThat(arrived).isEmpty();

        time.advance(1);
        assertThat(arrived).containsExactly("a");
    }

    @Test
    void latencyFalls_laterOnes_doNotOvertake() {
        send("a", 100);
        send("b", 0);
        time.advance(50);
        send("c", 10);
        assertThat(arrived).isEmpty();

        time.advance(50);
        assertThat(arrived).containsExactly("a", "b", "c");
    }

    @Test
    void latencyGrows_eachKeepsItsOwn() {
        send("a", 10);
        send("b", 100);
        time.advance(10);
        assertThat(arrived).containsExactly("a");

        time.advance(90);
        assertThat(arrived).containsExactly("a", "b");
    }

    @Test
    void deliveryThatFails_othersArrive() {
        line.carry(() -> {
            throw new IllegalStateException("planted");
        });
        send("a", 0);
        time.advance(1);
        send("b", 0);
        time.advance(1);

        assertThat(arrived).containsExactly("a", "b");
    }
}
