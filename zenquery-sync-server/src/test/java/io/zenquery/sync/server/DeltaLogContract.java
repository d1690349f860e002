package io.zenquery.sync.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zenquery.sync.patch.Json;
import io.zenquery.sync.patch.JsonPatch;
import io.zenquery.sync.protocol.ServerMessage.Delta;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What every log does, wherever it keeps what it is given. */
public abstract class DeltaLogContract extends DecisionsContract {
    private static final int WRITERS = 16;
    private static final int EACH = 40;

    @Test
    void open_nothingYet_hasTheInitialDocuments() {
        assertThat(log.epoch()).isEqualTo("first");
        assertThat(log.head()).isZero();
        assertThat(log.oldest()).isEqualTo(1);
        assertThat(log.read(1, 10)).isEmpty();
        assertThat(log.documents()).isEqualTo(initial);
    }

    @Test
    void append_insideAtOnce_outsideWhenTheWorkHasEnded() throws Exception {
        ExecutorService elsewhere = Executors.newSingleThreadExecutor();
        try {
            log.exclusively(() -> {
                Delta delta = append(log, ANN, 1);
                assertThat(log.head()).isEqualTo(1);
                assertThat(log.read(1, 1)).extracting(LogEntry::delta).containsExactly(delta);
                assertThat(size(log)).isEqualTo(1);
                assertThat(log.lastDecided(ANN)).isEqualTo(1);
                Future<Long> seen = elsewhere.submit(log::head);
                try {
                    assertThat(seen.get(10, TimeUnit.SECONDS)).isZero();
                } catch (Exception e) {
                    throw new AssertionError(e);
                }
                return true;
            });
        } finally {
            elsewhere.shutdownNow();
        }
        assertThat(log.head()).isEqualTo(1);
        assertThat(size(log)).isEqualTo(1);
    }

    @Test
    void append_read_isWhatWasWrittenAndLeadsBack() {
        List<Delta> written =
                log.exclusively(() -> List.of(append(log, ANN, 1), append(log, null, 0), append(log, BOB, 7)));

        List<LogEntry> read = log.read(1, 3);

        assertThat(read).extracting(LogEntry::delta).isEqualTo(written);
        JsonNode document = log.documents().getOrDefault(LIST, Json.ABSENT);
        for (int i = read.size() - 1; i >= 0; i--) {
            document = JsonPatch.apply(document, read.get(i).inverse().getOrDefault(LIST, List.of()));
        }
        assertThat(document).isEqualTo(TestClient.json("[]"));
        assertThat(log.read(2, 2)).hasSize(1);
        assertThat(log.read(3, 2)).isEmpty();
        assertThat(log.read(4, 9)).isEmpty();
    }

    @Test
    void append_numberIsNotTheNext_isRefused() {
        assertThatThrownBy(() -> log.exclusively(() -> {
                    append(log, null, 0);
                    Delta wrong = new Delta(5, 4, log.epoch(), null, List.of(), Map.of(), Instant.EPOCH);
                    log.append(new LogEntry(wrong, Map.of()), log.documents(), null, null);
                    return true;
                }))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expected delta 2, got 5");
        assertThat(log.head()).isZero();
    }

    @Test
    void write_outsideOfExclusively_isRefused() {
        assertThatThrownBy(() -> log.issueFence(ANN)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> log.lastDecided(ANN)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void exclusively_fromInside_isRefused() {
        assertThatThrownBy(() -> log.exclusively(() -> log.exclusively(() -> 1)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("must not call the server that runs it");
        assertThat(log.<Integer>exclusively(() -> 2)).isEqualTo(2);
    }

    @Test
    void exclusively_workFails_nothingOfItRemains() {
        String fence = log.exclusively(() -> {
            append(log, ANN, 1);
            return log.issueFence(ANN);
        });

        assertThatThrownBy(() -> log.exclusively(() -> {
                    append(log, ANN, 2);
                    log.decide(BOB, rejection(log, 3));
                    log.issueFence(ANN);
                    throw new IllegalStateException("planted");
                }))
                .hasMessage("planted");

        assertThat(log.head()).isEqualTo(1);
        assertThat(size(log)).isEqualTo(1);
        assertThat(log.read(1, 9)).hasSize(1);
        log.exclusively(() -> {
            assertThat(log.lastDecided(ANN)).isEqualTo(1);
            assertThat(log.decision(ANN, 2)).isNull();
            assertThat(log.lastDecided(BOB)).isZero();
            assertThat(log.clients()).containsExactly(ANN);
            assertThat(log.fenceHolder(fence)).isEqualTo(ANN);
            append(log, ANN, 2);
            return true;
        });
        assertThat(log.head()).isEqualTo(2);
    }

    @Test
    void retention_manyDeltas_forgetsTheOldestAndNoDocument() {
        for (int i = 0; i < 3 * RETENTION; i++) {
            log.exclusively(() -> append(log, null, 0));
        }

        assertThat(log.head()).isEqualTo(3 * RETENTION);
        assertThat(log.oldest())
                .isBetween((long) (2 * RETENTION - RETENTION / 4), 2L * RETENTION + 1)
                .isEqualTo(log.read(1, log.head()).get(0).delta().serverSeq());
        assertThat(log.read(1, log.head()).size()).isGreaterThanOrEqualTo(RETENTION);
        assertThat(size(log)).isEqualTo(3 * RETENTION);
    }

    @Test
    void exclusively_sixteenWriters_numbersAreDenseAndNothingIsLost() throws Exception {
        List<DeltaLog> nodes = List.of(log, another());
        ExecutorService threads = Executors.newFixedThreadPool(WRITERS);
        List<Future<Integer>> writers = new ArrayList<>();
        try {
            for (int writer = 0; writer < WRITERS; writer++) {
                ClientKey client = new ClientKey("writer-" + writer, "e");
                DeltaLog node = nodes.get(writer % nodes.size());
                writers.add(threads.submit(() -> write(node, client)));
            }
            for (Future<Integer> writer : writers) {
                assertThat(writer.get(60, TimeUnit.SECONDS)).isEqualTo(EACH);
            }
        } finally {
            threads.shutdownNow();
        }

        for (DeltaLog node : nodes) {
            node.refresh();
            assertThat(node.head()).isEqualTo(WRITERS * EACH);
            assertThat(node.documents()
                            .getOrDefault(LIST, Json.ABSENT)
                            .valueStream()
                            .map(each -> each.get("n").longValue()))
                    .containsExactlyElementsOf(
                            LongStream.rangeClosed(1, WRITERS * EACH).boxed().toList());
            node.exclusively(() -> {
                assertThat(node.clients()).hasSize(WRITERS);
                node.clients()
                        .forEach(client -> assertThat(node.decisions(client, 1)).hasSize(EACH));
                return true;
            });
        }
    }

    /** Each third work fails after it has written: it must take nothing of the others along. */
    private static int write(DeltaLog node, ClientKey client) {
        int written = 0;
        for (int i = 1; i <= EACH; i++) {
            long number = i;
            if (i % 3 == 0) {
                assertThatThrownBy(() -> node.exclusively(() -> {
                            append(node, client, number);
                            throw new IllegalStateException("planted");
                        }))
                        .hasMessage("planted");
            }
            node.exclusively(() -> append(node, client, number));
            written++;
        }
        return written;
    }
}
