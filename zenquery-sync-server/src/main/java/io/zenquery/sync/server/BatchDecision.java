package io.zenquery.sync.server;

import io.zenquery.sync.atom.Draft;
import io.zenquery.sync.patch.AtomKey;
import io.zenquery.sync.patch.Json;
import io.zenquery.sync.patch.Patch;
import io.zenquery.sync.patch.PatchException;
import io.zenquery.sync.protocol.ClientMessage.Mutation;
import io.zenquery.sync.protocol.ClientMessage.MutationBatch;
import io.zenquery.sync.protocol.IdMapping;
import io.zenquery.sync.protocol.ProtocolCodec;
import io.zenquery.sync.protocol.ServerMessage;
import io.zenquery.sync.protocol.ServerMessage.Ack;
import io.zenquery.sync.protocol.ServerMessage.Delta;
import io.zenquery.sync.protocol.ServerMessage.Origin;
import io.zenquery.sync.protocol.ServerMessage.Problem;
import io.zenquery.sync.protocol.ServerMessage.ProblemCode;
import io.zenquery.sync.protocol.ServerMessage.Reason;
import io.zenquery.sync.protocol.ServerMessage.Rejection;
import io.zenquery.sync.protocol.ServerMessage.Verdict;
import io.zenquery.sync.server.BatchRebase.Carried;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/** Decides the members of one batch, one after another, under the log's lock. The batch was checked before. */
final class BatchDecision {
    private static final Logger LOG = LoggerFactory.getLogger(BatchDecision.class);

    private final String channel;
    private final DeltaLog log;
    private final Engine engine;
    private final ClientKey client;
    private final @Nullable String principal;
    private final MutationBatch batch;
    private final List<Verdict> verdicts = new ArrayList<>();
    private final Set<Long> forgotten = new HashSet<>();
    private final Map<String, String> ids = new LinkedHashMap<>();
    private @Nullable BatchRebase rebase;

    BatchDecision(
            String channel,
            DeltaLog log,
            Engine engine,
            ClientKey client,
            @Nullable String principal,
            MutationBatch batch) {
        this.channel = channel;
        this.log = log;
        this.engine = engine;
        this.client = client;
        this.principal = principal;
        this.batch = batch;
    }

    /** What is decided about one member. */
    private sealed interface Ruling {
        record Accept(Effect effect, Map<String, String> ids) implements Ruling {}

        record Reject(String code, Reason reason, String message) implements Ruling {}

        record Later(String message) implements Ruling {}
    }

    /**
     * The verdicts, in order; after the last one a problem if the batch could not be decided to its end. A member that was decided, how
     * is forgotten, has no verdict among them: whoever sends it knows it, or will be told at the next resume that nobody does.
     */
    List<ServerMessage> run() {
        List<Mutation> undecided = new ArrayList<>();
        long lastDecided = log.lastDecided(client);
        for (Mutation member : batch.batch()) {
            Decision before = log.decision(client, member.clientSeq());
            if (before == null && member.clientSeq() <= lastDecided) {
                forgotten.add(member.clientSeq());
            } else if (before == null) {
                undecided.add(member);
            } else {
                verdicts.add(before.verdict());
                if (before.verdict() instanceof Ack ack) {
                    ids.putAll(ack.ids());
                }
            }
        }
        if (undecided.stream().anyMatch(member -> member.name() == null)) {
            if (batch.baseServerSeq() + 1 < log.oldest()) {
                return stoppedBy(new Problem(
                        ProblemCode.BASE_TOO_OLD,
                        "expected baseServerSeq from " + (log.oldest() - 1) + ", got " + batch.baseServerSeq()
                                + ". Rebase and send again",
                        null));
            }
            rebase = rebased();
        }
        for (Mutation member : undecided) {
            Ruling ruling = rule(mapped(member));
            if (ruling instanceof Ruling.Accept accept) {
                accept(member, accept);
            } else if (ruling instanceof Ruling.Reject reject) {
                reject(member, reject);
            } else if (ruling instanceof Ruling.Later later) {
                return stoppedBy(new Problem(ProblemCode.TRY_LATER, later.message(), member.clientSeq()));
            }
        }
        return List.copyOf(verdicts);
    }

    private List<ServerMessage> stoppedBy(Problem problem) {
        List<ServerMessage> answer = new ArrayList<>(verdicts);
        answer.add(problem);
        return List.copyOf(answer);
    }

    // ------------------------------------------------------------------------------------------------------- carry

    /** All members, registered at the base and carried to the head. */
    private BatchRebase rebased() {
        List<LogEntry> since = log.read(batch.baseServerSeq() + 1, log.head());
        Set<AtomKey> atoms = new LinkedHashSet<>();
        batch.batch().forEach(member -> atoms.addAll(member.patches().keySet()));
        Map<AtomKey, JsonNode> base = BatchRebase.documentsBefore(since, log.documents(), atoms);
        List<Mutation> members = batch.batch().stream()
                .filter(member -> !isTooLong(member))
                .map(this::mapped)
                .toList();
        BatchRebase carried = new BatchRebase(members, base::get);
        since.forEach(entry -> forgotten.remove(memberOf(entry.delta().origin())));
        forgotten.forEach(carried::remove); // what has a delta is promoted by it below; what has none left nothing
        verdicts.stream()
                .filter(verdict -> verdict.decidedAt() <= batch.baseServerSeq())
                .forEach(verdict -> carried.remove(verdict.clientSeq()));
        for (LogEntry entry : since) {
            Delta delta = entry.delta();
            carried.follow(delta, memberOf(delta.origin()));
            verdicts.stream()
                    .filter(verdict -> verdict.decidedAt() == delta.serverSeq())
                    .forEach(verdict -> carried.remove(verdict.clientSeq()));
        }
        return carried;
    }

    private @Nullable Long memberOf(@Nullable Origin origin) {
        if (origin == null
                || !origin.clientId().equals(client.clientId())
                || !origin.clientEpoch().equals(client.clientEpoch())) {
            return null;
        }
        long clientSeq = origin.clientSeq();
        return batch.batch().stream().anyMatch(member -> member.clientSeq() == clientSeq) ? clientSeq : null;
    }

    // -------------------------------------------------------------------------------------------------------- rule

    private Ruling rule(Mutation member) {
        if (isTooLong(member)) {
            return new Ruling.Reject(
                    "too-many-patches",
                    Reason.PERMANENT,
                    "expected up to " + engine.limits().maxPatches() + " operations, got " + length(member));
        }
        return member.name() == null ? ruleByPatches(member) : ruleByHandler(member, member.name());
    }

    private Ruling ruleByHandler(Mutation member, String name) {
        MutationHandler handler = engine.handlers().get(name);
        if (handler == null) {
            return new Ruling.Reject("unknown-mutation", Reason.PERMANENT, "no handler has the name \"" + name + "\"");
        }
        Map<AtomKey, JsonNode> documents = log.documents();
        Draft draft = new Draft(atom -> documents.getOrDefault(atom, Json.ABSENT));
        try {
            MutationCall call = new MutationCall(channel, client, principal, member, draft, engine.mapper());
            handler.handle(call);
            return new Ruling.Accept(Effect.of(documents, draft.patches()), call.ids());
        } catch (RejectMutationException e) {
            return new Ruling.Reject(e.code(), Reason.PERMANENT, String.valueOf(e.getMessage()));
        } catch (TryLaterException e) {
            LOG.info("channel {}: {} of {} is tried again later", channel, name, client, e);
            return new Ruling.Later(String.valueOf(e.getMessage()));
        } catch (RuntimeException e) {
            LOG.error(
                    "channel {}: the handler of {} failed at mutation {} of {}",
                    channel,
                    name,
                    member.clientSeq(),
                    client,
                    e);
            return new Ruling.Reject("handler-failed", Reason.PERMANENT, "the handler of \"" + name + "\" failed");
        }
    }

    /** The default handler: the client's patches, as they are on the present documents. */
    private Ruling ruleByPatches(Mutation member) {
        if (rebase == null) {
            throw new AssertionError("a batch with a member without a name was not carried");
        }
        Carried carried = rebase.effect(member.clientSeq());
        if (carried instanceof Carried.Patches now) {
            try {
                return new Ruling.Accept(Effect.of(log.documents(), now.patches()), Map.of());
            } catch (PatchException e) {
                return new Ruling.Reject("does-not-fit", Reason.PERMANENT, String.valueOf(e.getMessage()));
            }
        } else if (carried instanceof Carried.Misfit) {
            return new Ruling.Reject(
                    "does-not-fit",
                    Reason.PERMANENT,
                    "expected patches that fit the documents at " + batch.baseServerSeq());
        } else if (carried instanceof Carried.Dependant) {
            return new Ruling.Reject(
                    "dependency-rejected",
                    Reason.DEPENDENCY,
                    "it changes something that an earlier mutation would have made, and did not");
        } else if (carried instanceof Carried.Hidden) {
            return new Ruling.Reject(
                    "conflict", Reason.PERMANENT, "it met another change, and its strategy is to fail then");
        }
        return new Ruling.Reject("test-failed", Reason.PERMANENT, "a test in it does not hold any more");
    }

    private boolean isTooLong(Mutation member) {
        return length(member) > engine.limits().maxPatches();
    }

    private static int length(Mutation member) {
        return member.patches().values().stream().mapToInt(List<Patch>::size).sum();
    }

    // ------------------------------------------------------------------------------------------------------- decide

    private void accept(Mutation member, Ruling.Accept accepted) {
        long head = log.head();
        String hash = ProtocolCodec.hash(member);
        Effect effect = accepted.effect();
        if (effect.isEmpty()) {
            decide(hash, new Ack(member.clientSeq(), head, null, accepted.ids()));
        } else {
            Instant now = engine.clock().instant();
            Origin origin = new Origin(client.clientId(), client.clientEpoch(), member.clientSeq(), hash);
            Delta delta = new Delta(
                    head + 1, head, log.epoch(), origin, sinceOwnDelta(), effect.patches(), now, accepted.ids());
            Ack ack = new Ack(member.clientSeq(), head + 1, head + 1, accepted.ids());
            log.append(new LogEntry(delta, effect.inverse()), effect.documents(), client, new Decision(hash, ack));
            verdicts.add(ack);
            if (rebase != null) {
                rebase.follow(delta, member.clientSeq());
            }
        }
        if (!accepted.ids().isEmpty()) {
            ids.putAll(accepted.ids());
            rebase = rebase == null ? null : rebased(); // the other members mean the final ids from now on
        }
    }

    /** The verdicts that no own delta of the batch has carried yet. An own delta is a verdict itself. */
    private List<Verdict> sinceOwnDelta() {
        int from = verdicts.size();
        while (from > 0 && !(verdicts.get(from - 1) instanceof Ack ack && ack.delta() != null)) {
            from--;
        }
        return verdicts.subList(from, verdicts.size());
    }

    /** The member with the final ids that are known by now. */
    private Mutation mapped(Mutation member) {
        if (ids.isEmpty()) {
            return member;
        }
        IdMapping mapping = new IdMapping(ids);
        return new Mutation(
                member.clientSeq(),
                member.name(),
                mapping.map(member.input()),
                mapping.map(member.patches()),
                member.strategies(),
                member.stamp(),
                member.creates());
    }

    private void reject(Mutation member, Ruling.Reject reject) {
        decide(
                ProtocolCodec.hash(member),
                new Rejection(member.clientSeq(), log.head(), reject.code(), reject.reason(), reject.message()));
    }

    /** A decision without a delta. */
    private void decide(String hash, Verdict verdict) {
        log.decide(client, new Decision(hash, verdict));
        verdicts.add(verdict);
        if (rebase != null) {
            rebase.remove(verdict.clientSeq());
        }
    }
}
