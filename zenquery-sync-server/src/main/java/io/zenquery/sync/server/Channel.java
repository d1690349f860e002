package io.zenquery.sync.server;

import io.zenquery.sync.atom.Draft;
import io.zenquery.sync.patch.AtomKey;
import io.zenquery.sync.patch.Json;
import io.zenquery.sync.protocol.ClientMessage.Mutation;
import io.zenquery.sync.protocol.ClientMessage.MutationBatch;
import io.zenquery.sync.protocol.ClientMessage.Resume;
import io.zenquery.sync.protocol.ProtocolCodec;
import io.zenquery.sync.protocol.ServerMessage;
import io.zenquery.sync.protocol.ServerMessage.Delta;
import io.zenquery.sync.protocol.ServerMessage.Problem;
import io.zenquery.sync.protocol.ServerMessage.ProblemCode;
import io.zenquery.sync.protocol.ServerMessage.Snapshot;
import io.zenquery.sync.protocol.ServerMessage.Verdict;
import io.zenquery.sync.protocol.ServerMessage.Welcome;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One channel: resume, submit and change. Each works under the log's lock, and wakes the tail after it.
 *
 * <p>No state of its own: what is not in the log is not known.
 */
final class Channel {
    private static final Logger LOG = LoggerFactory.getLogger(Channel.class);

    private final String name;
    private final DeltaLog log;
    private final Tail tail;
    private final Engine engine;

    Channel(String name, DeltaLog log, List<DeltaListener> listeners, Engine engine) {
        this.name = name;
        this.log = log;
        this.tail = new Tail(name, log, listeners);
        this.engine = engine;
    }

    // ------------------------------------------------------------------------------------------------------ resume

    List<ServerMessage> resume(Resume resume) {
        ClientKey client = new ClientKey(resume.clientId(), resume.clientEpoch());
        String unusable = client.unusable();
        if (unusable != null) {
            return problem(ProblemCode.MALFORMED, unusable);
        }
        List<ServerMessage> answers = answer(() -> {
            String fence = log.issueFence(client);
            Long firstPending = resume.firstPending();
            List<Verdict> verdicts = firstPending == null
                    ? List.of()
                    : log.decisions(client, firstPending).stream()
                            .map(Decision::verdict)
                            .toList();
            long head = log.head();
            Instant now = engine.clock().instant();
            List<ServerMessage> answer = new ArrayList<>();
            answer.add(new Welcome(log.epoch(), fence, head, log.lastDecided(client), verdicts, now, resume.attempt()));
            if (hasDeltasFor(resume)) {
                log.read(resume.confirmedServerSeq() + 1, head).forEach(entry -> answer.add(entry.delta()));
            } else {
                answer.add(new Snapshot(head, log.epoch(), log.documents(), verdicts, now, resume.attempt()));
            }
            return List.copyOf(answer);
        });
        if (answers.get(0) instanceof Welcome) {
            engine.listener().onResume(name, answers.stream().anyMatch(Snapshot.class::isInstance));
        }
        return answers;
    }

    /** Whether the log leads from where the client is to the head. */
    private boolean hasDeltasFor(Resume resume) {
        return log.epoch().equals(resume.serverEpoch())
                && resume.confirmedServerSeq() <= log.head()
                && resume.confirmedServerSeq() + 1 >= log.oldest();
    }

    // ------------------------------------------------------------------------------------------------------ submit

    List<ServerMessage> submit(MutationBatch batch, @Nullable String principal) {
        AtomicInteger repeated = new AtomicInteger(); // set by the last run of the work, on whatever thread
        List<ServerMessage> answers = answer(() -> decide(batch, principal, repeated));
        engine.listener().onBatch(name, BatchReport.of(batch.batch().size(), answers, repeated.get()));
        return answers;
    }

    private List<ServerMessage> decide(MutationBatch batch, @Nullable String principal, AtomicInteger repeated) {
        ClientKey client = log.fenceHolder(batch.fence());
        if (client == null) {
            return problem(
                    ProblemCode.STALE_FENCE,
                    "expected the fence of the last welcome, got \"" + batch.fence() + "\". Resume");
        }
        if (batch.batch().size() > engine.limits().maxBatch()) {
            return problem(
                    ProblemCode.BATCH_TOO_LARGE,
                    "expected up to " + engine.limits().maxBatch() + " mutations in a batch, got "
                            + batch.batch().size() + ". Send fewer at once");
        }
        String malformed = malformed(batch);
        if (malformed != null) {
            return problem(ProblemCode.MALFORMED, malformed);
        }
        long lastDecided = log.lastDecided(client);
        if (batch.prevClientSeq() > lastDecided) {
            return problem(
                    ProblemCode.STALE_FENCE,
                    "expected a batch that follows on " + lastDecided + ", got one that follows on "
                            + batch.prevClientSeq() + ". Resume");
        }
        int forgotten = 0;
        int undecided = 0;
        for (Mutation member : batch.batch()) {
            Decision before = log.decision(client, member.clientSeq());
            if (before == null) {
                forgotten += member.clientSeq() <= lastDecided ? 1 : 0;
                undecided += member.clientSeq() <= lastDecided ? 0 : 1;
            } else if (!before.hash().equals(ProtocolCodec.hash(member))) {
                return List.of(new Problem(
                        ProblemCode.CONTENT_MISMATCH,
                        "mutation " + member.clientSeq()
                                + " was decided before, with other content. Was the client's store copied or restored?",
                        member.clientSeq()));
            }
        }
        if (forgotten > 0 && undecided == 0) {
            return problem(
                    ProblemCode.STALE_FENCE,
                    "expected numbers above " + lastDecided
                            + ", or those whose decisions are known. They were decided, how is forgotten. Resume");
        }
        BatchDecision decision = new BatchDecision(name, log, engine, client, principal, batch);
        List<ServerMessage> answers = decision.run();
        repeated.set(decision.repeated());
        return answers;
    }

    /** What makes the batch impossible, whatever its members say; null if nothing does. */
    private @Nullable String malformed(MutationBatch batch) {
        if (batch.batch().isEmpty()) {
            return "expected a mutation in a batch, got none";
        }
        if (batch.baseServerSeq() > log.head()) {
            return "expected baseServerSeq up to " + log.head() + ", got " + batch.baseServerSeq();
        }
        long previous = batch.prevClientSeq();
        for (Mutation member : batch.batch()) {
            if (member.clientSeq() <= previous) {
                return "expected clientSeq above " + previous + ", got " + member.clientSeq();
            }
            previous = member.clientSeq();
        }
        return null;
    }

    private static List<ServerMessage> problem(ProblemCode code, String message) {
        return List.of(new Problem(code, message, null));
    }

    // ------------------------------------------------------------------------------------------------------ change

    /** A change by the server itself; returns the head after it. */
    long change(Consumer<Draft> change) {
        String trace = engine.trace().traceParent(); // here, since the work may be run on another thread
        AtomicBoolean changed = new AtomicBoolean(); // set by the last run of the work, on whatever thread
        long last = exclusively(() -> {
            Draft draft = new Draft(atom -> log.documents().getOrDefault(atom, Json.ABSENT));
            change.accept(draft);
            Effect effect = Effect.of(log.documents(), draft.patches());
            changed.set(!effect.isEmpty());
            if (changed.get()) {
                long head = log.head();
                Delta delta = new Delta(
                        head + 1,
                        head,
                        log.epoch(),
                        null,
                        List.of(),
                        effect.patches(),
                        engine.clock().instant(),
                        Map.of(),
                        trace);
                log.append(new LogEntry(delta, effect.inverse()), effect.documents(), null, null);
            }
            return log.head();
        });
        if (changed.get()) {
            engine.listener().onChange(name);
        }
        return last;
    }

    // --------------------------------------------------------------------------------------------------------- read

    DeltaLog log() {
        return log;
    }

    /** The log may have grown by somebody else's hand. */
    void refresh() {
        log.refresh();
        tail.wake();
    }

    ChannelSize size() {
        JsonSizes sizes = new JsonSizes();
        Map<AtomKey, Long> documents = new LinkedHashMap<>();
        log.documents()
                .forEach((atom, document) -> documents.put(
                        atom, engine.sizes().of(name, atom, document, sizes).bytes()));
        return new ChannelSize(log.head() - log.oldest() + 1, Collections.unmodifiableMap(documents));
    }

    ChannelState state() {
        return exclusively(() -> new ChannelState(log.epoch(), log.head(), log.documents()));
    }

    Map<ClientKey, List<Verdict>> verdicts() {
        return exclusively(() -> {
            Map<ClientKey, List<Verdict>> verdicts = new LinkedHashMap<>();
            for (ClientKey client : log.clients()) {
                verdicts.put(
                        client,
                        log.decisions(client, 0).stream().map(Decision::verdict).toList());
            }
            return Collections.unmodifiableMap(verdicts);
        });
    }

    private <T> T exclusively(Supplier<T> work) {
        try {
            return log.exclusively(work);
        } finally {
            tail.wake();
        }
    }

    /** As {@link #exclusively}; where the store fails, the client is told to try again. */
    private List<ServerMessage> answer(Supplier<List<ServerMessage>> work) {
        try {
            return exclusively(work);
        } catch (LogUnavailableException e) {
            LOG.warn("channel {}: the log is unavailable, clients are told to try again later", name, e);
            return problem(ProblemCode.TRY_LATER, "the server can't reach its store");
        }
    }
}
