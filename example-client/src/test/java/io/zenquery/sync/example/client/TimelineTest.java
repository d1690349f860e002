package io.zenquery.sync.example.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.zenquery.sync.example.client.Timeline.Kind;
import io.zenquery.sync.example.client.Timeline.Note;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class TimelineTest {
    private static final Instant NOW = Instant.parse("2026-11-27T12:00:00Z");

    private final Timeline timeline = new Timeline(InstantSource.fixed(NOW));

    private static List<String> texts(List<Timeline.Entry> entries) {
        return entries.stream().map(entry -> entry.note().text()).toList();
    }

    @Test
    void after_anEntry_areThoseThatCameLater() {
        timeline.add(Note.of(Kind.SENT, "a"));
        timeline.add(Note.of(Kind.ACK, "b"));
        timeline.add(Note.of(Kind.DELTA, "c"));
        List<Timeline.Entry> all = timeline.after(0);

        assertThat(texts(all)).containsExactly("a", "b", "c");
        assertThat(all).allMatch(entry -> entry.at().equals(NOW));
        assertThat(texts(timeline.after(all.get(0).id()))).containsExactly("b", "c");
        assertThat(timeline.after(all.get(2).id())).isEmpty();
    }

    @Test
    void manyEntries_theOldestGo() {
        for (int i = 1; i <= 1000; i++) {
            timeline.add(Note.of(Kind.SENT, String.valueOf(i)));
        }

        assertThat(texts(timeline.after(0))).hasSize(200).startsWith("801").endsWith("1000");
    }

    @Test
    void processBeginsAnew_numbersGoOn() {
        timeline.add(Note.of(Kind.SENT, "before"));
        Timeline next = new Timeline(InstantSource.fixed(NOW.plusMillis(1)));
        next.add(Note.of(Kind.SENT, "after"));

        assertThat(texts(next.after(timeline.after(0).get(0).id()))).containsExactly("after");
    }

    @Test
    void note_whatFollowsFromTheWork_comesAfterIt() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CompletableFuture<Void> follower = CompletableFuture.runAsync(() -> {
            awaitUninterrupted(begun);
            timeline.add(Note.of(Kind.SENT, "follows"));
        });

        timeline.note(
                () -> {
                    begun.countDown();
                    return 7;
                },
                number -> Note.of(Kind.MUTATE, "made " + number));
        follower.get(10, TimeUnit.SECONDS);

        assertThat(texts(timeline.after(0))).containsExactly("made 7", "follows");
    }

    private static void awaitUninterrupted(CountDownLatch latch) {
        try {
            assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
