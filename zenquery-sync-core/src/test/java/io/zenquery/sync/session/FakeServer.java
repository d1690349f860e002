package io.zenquery.sync.session;

import static io.zenquery.sync.JsonText.patch;

import io.zenquery.sync.CoordinatorBuilder;
import io.zenquery.sync.OptimisticSyncCoordinator;
import io.zenquery.sync.atom.AtomStore;
import io.zenquery.sync.conflict.ConflictStrategies;
import io.zenquery.sync.patch.AtomKey;
import io.zenquery.sync.protocol.ClientMessage;
import io.zenquery.sync.protocol.ClientMessage.MutationBatch;
import io.zenquery.sync.protocol.ClientMessage.Resume;
import io.zenquery.sync.protocol.ProtocolCodec;
import io.zenquery.sync.protocol.ServerMessage;
import io.zenquery.sync.protocol.ServerMessage.Delta;
import io.zenquery.sync.protocol.ServerMessage.Origin;
import io.zenquery.sync.protocol.ServerMessage.Snapshot;
import io.zenquery.sync.protocol.ServerMessage.Verdict;
import io.zenquery.sync.protocol.ServerMessage.Welcome;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletionStage;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.NullNode;

/** A session whose thread, time and network are in the test's hand. */
final class FakeServer implements SyncTransport, SessionScheduler, SessionListener {
    static final AtomKey DOC = AtomKey.of("doc");
    static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    final AtomStore store = new AtomStore();
    final OptimisticSyncCoordinator coordinator =
            new CoordinatorBuilder().stateLayer(store).maxUndo(100).build();
    final List<ClientMessage> sent = new ArrayList<>();
    final List<String> told = new ArrayList<>();
    final List<String> traffic = new ArrayList<>();
    final SyncSession session;
    Listener connection;
    int opened;
    boolean failing;
    private int ids;
    private final Deque<Runnable> tasks = new ArrayDeque<>();
    private final List<Timer> timers = new ArrayList<>();
    private Duration now = Duration.ZERO;
    private boolean running;

    private record Timer(Duration at, Runnable task) {}

    FakeServer() {
        this(SyncSession.builder());
    }

    FakeServer(SessionBuilder builder) {
        this(builder, "me");
    }

    FakeServer(SessionBuilder builder, String clientId) {
        if (builder.ids == null) {
            builder.ids(() -> "e" + ++ids);
        }
        session = builder.coordinator(coordinator)
                .transport(this)
                .scheduler(this)
                .clock(() -> START.plus(now))
                .random(new Random(1))
                .clientId(clientId)
                .listener(this)
                .build();
    }

    // ------------------------------------------------------------------------------------------- what the test says

    /** Connects and brings the client to {@code document} at {@code head}. */
    FakeServer live(long head, JsonNode document) {
        session.connect();
        connection.onOpen();
        welcome("s1", "f1", head, 0);
        say(new Snapshot(head, "s1", Map.of(DOC, document), List.of(), START));
        return this;
    }

    FakeServer reconnect() {
        connection.onClosed("lost");
        advance(Duration.ofMinutes(1));
        connection.onOpen();
        return this;
    }

    FakeServer welcome(String epoch, String fence, long head, long lastDecided, Verdict... verdicts) {
        return say(new Welcome(epoch, fence, head, lastDecided, List.of(verdicts), START.plus(now)));
    }

    /** What answers a resume answers the last one, unless it says which. */
    FakeServer say(ServerMessage message) {
        if (message instanceof Welcome answer && answer.attempt() == 0) {
            return say(answer.to(lastResume().attempt()));
        } else if (message instanceof Snapshot answer && answer.attempt() == 0) {
            return say(answer.to(lastResume().attempt()));
        }
        connection.onMessage(message);
        return this;
    }

    FakeServer delta(long number, String patch) {
        return say(new Delta(number, number - 1, "s1", null, List.of(), Map.of(DOC, patch(patch)), START));
    }

    FakeServer own(long number, long clientSeq, Verdict... verdicts) {
        ClientMessage.Mutation mutation = lastBatch().batch().stream()
                .filter(each -> each.clientSeq() == clientSeq)
                .findFirst()
                .orElseThrow();
        Origin origin = new Origin("me", "e1", clientSeq, ProtocolCodec.hash(mutation));
        return say(new Delta(number, number - 1, "s1", origin, List.of(verdicts), mutation.patches(), START));
    }

    MutationReceipt submit(String patch) {
        return submit(null, patch);
    }

    MutationReceipt submit(String name, String patch) {
        return session.submit(new MutationRequest(
                name, NullNode.getInstance(), Map.of(DOC, patch(patch)), coordinator.viewVersion()));
    }

    void advance(Duration time) {
        now = now.plus(time);
        timers.stream()
                .filter(timer -> timer.at().compareTo(now) <= 0)
                .sorted(Comparator.comparing(Timer::at))
                .toList()
                .forEach(timer -> {
                    if (timers.remove(timer)) {
                        execute(timer.task());
                    }
                });
    }

    MutationBatch lastBatch() {
        return (MutationBatch) sent.stream()
                .filter(MutationBatch.class::isInstance)
                .reduce((first, second) -> second)
                .orElseThrow();
    }

    Resume lastResume() {
        return (Resume) sent.stream()
                .filter(Resume.class::isInstance)
                .reduce((first, second) -> second)
                .orElseThrow();
    }

    /** The batch that this session found in its outbox, as it sends it. */
    MutationBatch lastInFlight() {
        session.connect();
        connection.onOpen();
        welcome("s1", "f2", coordinator.confirmedServerSeq(), lastResume().firstPending() - 1);
        return lastBatch();
    }

    List<MutationBatch> batches() {
        return sent.stream()
                .filter(MutationBatch.class::isInstance)
                .map(MutationBatch.class::cast)
                .toList();
    }

    JsonNode view() {
        return store.view(DOC);
    }

    static boolean isDone(CompletionStage<Void> stage) {
        return stage.toCompletableFuture().isDone()
                && !stage.toCompletableFuture().isCompletedExceptionally();
    }

    static boolean isFailed(CompletionStage<Void> stage) {
        return stage.toCompletableFuture().isCompletedExceptionally();
    }

    static SessionBuilder builder() {
        return SyncSession.builder().strategy(ConflictStrategies.REBASE);
    }

    // -------------------------------------------------------------------------------------- what the session is given

    @Override
    public void open(Listener listener) {
        opened++;
        connection = listener;
    }

    @Override
    public void send(ClientMessage message) {
        sent.add(message);
    }

    @Override
    public void close() {}

    @Override
    public void execute(Runnable task) {
        tasks.add(task);
        if (!running) {
            running = true;
            try {
                while (!tasks.isEmpty()) {
                    tasks.poll().run();
                }
            } finally {
                running = false;
            }
        }
    }

    @Override
    public Runnable schedule(Duration delay, Runnable task) {
        Timer timer = new Timer(now.plus(delay), task);
        timers.add(timer);
        return () -> timers.remove(timer);
    }

    @Override
    public void onState(SessionState from, SessionState to, String reason) {
        told.add(from + ">" + to);
        if (failing) {
            throw new IllegalStateException("on purpose");
        }
    }

    @Override
    public void onSend(MutationBatch batch, boolean again) {
        List<Long> members =
                batch.batch().stream().map(ClientMessage.Mutation::clientSeq).toList();
        traffic.add((again ? "again " : "sent ") + members);
    }

    @Override
    public void onVerdict(Verdict verdict) {
        traffic.add(verdict.getClass().getSimpleName() + " " + verdict.clientSeq());
    }

    @Override
    public void onProblem(String code, String message) {
        told.add("problem " + code);
    }
}
