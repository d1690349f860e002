package io.zenquery.sync.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.zenquery.sync.session.MutationReceipt;
import io.zenquery.sync.session.SessionState;
import io.zenquery.sync.spring.event.DeltaAppliedEvent;
import io.zenquery.sync.spring.event.MutationConfirmedEvent;
import io.zenquery.sync.spring.event.MutationFailedEvent;
import io.zenquery.sync.spring.event.MutationRejectedEvent;
import io.zenquery.sync.spring.event.SyncConnectedEvent;
import io.zenquery.sync.spring.event.ViewChangedEvent;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One trace, with real spans: from the client that makes a mutation to the server's handler, and back to all clients. */
class OneTraceTest {
    private final Tracing tracing = new Tracing();
    private BoardServer server;
    private BoardClient ann;
    private BoardClient bob;

    @BeforeEach
    void serve() throws InterruptedException {
        server = new BoardServer(0, tracing.of("server"));
        bob = client("bob");
        bob.await(SyncConnectedEvent.class);
    }

    @AfterEach
    void close() {
        ann.close();
        bob.close();
        server.close();
        tracing.close();
    }

    private BoardClient client(String name, String... properties) {
        return new BoardClient(server.port(), tracing.of(name), properties);
    }

    private void ann() throws InterruptedException {
        ann = client("ann");
        ann.await(SyncConnectedEvent.class);
        tracing.clear();
    }

    /** Waits for the span, which is a child of that one. */
    private SpanData awaitChild(SpanData parent, String application, String name) {
        SpanData span = tracing.awaitChild(parent, application, name);
        assertThat(span.getKind()).as(name).isEqualTo(SpanKind.CONSUMER);
        return span;
    }

    @Test
    void mutation_itsHandlerItsDeltaAndItsOutcome_areOneTrace() throws InterruptedException {
        ann();
        ann.add("new");

        SpanData mutate = tracing.await("ann", "mutate task.add");
        assertThat(mutate.getKind()).isEqualTo(SpanKind.PRODUCER);
        SpanData handle = awaitChild(mutate, "server", "handle task.add");
        awaitChild(handle, "ann", "apply board");
        awaitChild(handle, "bob", "apply board");
        awaitChild(mutate, "ann", "confirmed task.add");
        tracing.awaitHeard("ann", MutationConfirmedEvent.class, mutate.getTraceId());
        tracing.awaitHeard("ann", DeltaAppliedEvent.class, mutate.getTraceId());
        tracing.awaitHeard("bob", DeltaAppliedEvent.class, mutate.getTraceId());
        tracing.awaitHeard("bob", ViewChangedEvent.class, mutate.getTraceId());
    }

    @Test
    void mutationWithoutAHandler_isTheParentOfItsDeltas() throws InterruptedException {
        ann();
        ann.sync.mutate(draft -> draft.atom("tasks").replace("/items/0/title", "A2"));

        SpanData mutate = tracing.await("ann", "mutate board");
        awaitChild(mutate, "bob", "apply board");
        awaitChild(mutate, "ann", "confirmed board");
    }

    @Test
    void undoAndRedo_areTracesOfTheirOwn() throws InterruptedException {
        ann();
        MutationReceipt set = ann.sync.mutate(draft -> draft.atom("tasks").replace("/items/0/title", "A2"));
        SpanData mutate = tracing.await("ann", "mutate board");
        awaitChild(mutate, "ann", "confirmed board");

        tracing.clear();
        MutationReceipt undone = set.undo();
        SpanData undo = tracing.await("ann", "undo board");
        awaitChild(undo, "bob", "apply board");
        awaitChild(undo, "ann", "confirmed board");

        tracing.clear();
        undone.undo();
        SpanData redo = tracing.await("ann", "undo board");
        awaitChild(redo, "bob", "apply board");

        tracing.clear();
        ann.sync.undo(set.clientSeq() + 2);
        SpanData byNumber = tracing.await("ann", "undo board");
        awaitChild(byNumber, "bob", "apply board");
        assertThat(mutate.getTraceId()).isNotEqualTo(undo.getTraceId());
        assertThat(redo.getTraceId()).isNotEqualTo(undo.getTraceId()).isNotEqualTo(byNumber.getTraceId());
    }

    @Test
    void rejection_isToldInTheTraceOfTheMutation_andRetriedInAnother() throws InterruptedException {
        ann();
        MutationReceipt refused = ann.add("");
        SpanData mutate = tracing.await("ann", "mutate task.add");
        awaitChild(mutate, "server", "handle task.add");
        awaitChild(mutate, "ann", "rejected task.add");
        tracing.awaitHeard("ann", MutationRejectedEvent.class, mutate.getTraceId());
        tracing.awaitHeard("ann", MutationFailedEvent.class, mutate.getTraceId());

        tracing.clear();
        ann.sync.retry(refused.clientSeq());

        SpanData retry = tracing.await("ann", "retry task.add");
        assertThat(retry.getTraceId()).isNotEqualTo(mutate.getTraceId());
        awaitChild(retry, "server", "handle task.add");
        awaitChild(retry, "ann", "rejected task.add");
    }

    @Test
    void outbox_bringsTheTraceBack(@TempDir Path directory) throws InterruptedException {
        String outbox = "zenquery.sync.outbox.path=" + directory.resolve("outbox");
        ann = client("ann", outbox);
        ann.await(SyncConnectedEvent.class);
        ann.sync.disconnect();
        Awaitility.await().atMost(15, TimeUnit.SECONDS).until(() -> ann.sync.state() == SessionState.OFFLINE);
        tracing.clear();
        ann.add("new");
        SpanData mutate = tracing.await("ann", "mutate task.add");
        ann.close();

        ann = client("ann", outbox);

        SpanData handle = awaitChild(mutate, "server", "handle task.add");
        awaitChild(handle, "bob", "apply board");
        awaitChild(mutate, "ann", "confirmed task.add");
        tracing.awaitHeard("ann", MutationConfirmedEvent.class, mutate.getTraceId());
    }

    /** The log has kept it. */
    @Test
    void clientThatWasAway_getsTheTraceWithTheDelta() throws InterruptedException {
        ann();
        bob.sync.disconnect();
        Awaitility.await().atMost(15, TimeUnit.SECONDS).until(() -> bob.sync.state() == SessionState.OFFLINE);
        ann.add("new");
        SpanData handle = tracing.await("server", "handle task.add");

        bob.sync.connect();

        awaitChild(handle, "bob", "apply board");
    }

    @Test
    void changeOfTheServer_isPartOfTheTraceThatMadeIt() throws InterruptedException {
        ann();
        Observation.createNotStarted("edit", server.bean(ObservationRegistry.class))
                .observe(() -> server.sync()
                        .change("board", draft -> draft.atom("tasks").replace("/items/0/title", "theirs")));

        SpanData edit = tracing.await("server", "edit");
        awaitChild(edit, "ann", "apply board");
        awaitChild(edit, "bob", "apply board");
    }
}
