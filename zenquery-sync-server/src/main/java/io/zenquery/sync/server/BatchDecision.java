package io.zenquery.sync.server;

import io.zenquery.sync.patch.AtomKey;
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
import io.zenquery.sync.protocol.ServerMessage.Rejection;
import io.zenquery.sync.protocol.ServerMessage.Verdict;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Decides the members of one batch, one after another, under the log's lock. The batch was checked before. */
final class BatchDecision {
    private final DeltaLog log;
    private final Engine engine;
    private final ClientKey client;
    private final Rules rules;
    private final MutationBatch batch;
    private final List<Verdict> verdicts = new ArrayList<>();
    private final Set<Long> forgotten = new HashSet<>();
    private final Map<String, String> ids = new LinkedHashMap<>();
    private @Nullable BatchRebase rebase;
    private int repeated;

    BatchDecision(
            String channel,
            DeltaLog log,
            Engine engine,
            ClientKey client,
            @Nullable String principal,
            MutationBatch batch) {
        this.log = log;
        this.engine = engine;
        this.client = client;
        this.rules = new Rules(channel, log, engine, client, principal);
        this.batch = batch;
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
        repeated = verdicts.size();
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
            Ruling ruling = rules.on(mapped(member), rebase);
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

    /** How many of the verdicts, the first ones of all, had been given before. */
    int repeated() {
        return repeated;
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
                .filter(member -> !rules.isTooLong(member))
                .map(this::mapped)
                .toList();
        BatchRebase carried =
                new BatchRebase(members, base::get, engine.limits().documents());
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
                    head + 1,
                    head,
                    log.epoch(),
                    origin,
                    sinceOwnDelta(),
                    effect.patches(),
                    now,
                    accepted.ids(),
                    accepted.trace());
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
                member.creates(),
                member.trace());
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
