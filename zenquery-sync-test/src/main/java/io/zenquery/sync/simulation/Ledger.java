package io.zenquery.sync.simulation;

import io.zenquery.sync.MutationOutcome;
import io.zenquery.sync.patch.AtomKey;
import io.zenquery.sync.protocol.ServerMessage;
import io.zenquery.sync.protocol.ServerMessage.Ack;
import io.zenquery.sync.protocol.ServerMessage.Delta;
import io.zenquery.sync.protocol.ServerMessage.Origin;
import io.zenquery.sync.protocol.ServerMessage.Problem;
import io.zenquery.sync.protocol.ServerMessage.ProblemCode;
import io.zenquery.sync.protocol.ServerMessage.Rejection;
import io.zenquery.sync.protocol.ServerMessage.Snapshot;
import io.zenquery.sync.protocol.ServerMessage.Verdict;
import io.zenquery.sync.protocol.ServerMessage.Welcome;
import io.zenquery.sync.server.ClientKey;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What has been made, and what the log has said, kept apart from all that is under test; and the laws of what is told:
 *
 * <ul>
 *   <li>Message: a delta, verdict or snapshot on the wire is one that the log has, or had
 *   <li>Honest peers: nobody is told that he broke the protocol
 *   <li>Verdict: an outcome is what the server decided; a mutation is withdrawn only for a reason, and is not executed after
 *       that
 * </ul>
 */
final class Ledger {
    private static final Set<ProblemCode> EXPECTED =
            EnumSet.of(ProblemCode.TRY_LATER, ProblemCode.STALE_FENCE, ProblemCode.BASE_TOO_OLD);
    private static final Set<String> HARMLESS = Set.of("new-server-epoch", "other-epoch", "outbox-failed");

    final LogLaws log;
    private final World world;
    private final Map<ClientKey, Map<Long, Made>> made = new HashMap<>();
    private final Map<ClientKey, Map<Long, Set<Verdict>>> decided = new HashMap<>();
    private final Map<String, Made> byTag = new HashMap<>();
    private final Set<String> proposed = new HashSet<>();
    private final Set<Numbered> lost = new HashSet<>();
    private boolean handingBackIsAllowed;
    private boolean storeOfEarlierIsExpected;

    /** A number that a client gave to a mutation. */
    private record Numbered(ClientKey client, long clientSeq) {}

    Ledger(World world) {
        this.world = world;
        this.log = new LogLaws(this, world);
    }

    // -------------------------------------------------------------------------------------------------------- note

    void proposed(String tag) {
        proposed.add(tag);
    }

    /** Whether a client was making that mutation when its process ended: nobody was told whether it was made. */
    boolean isUnreturned(String tag) {
        return proposed.contains(tag);
    }

    /** The making of it failed, and whoever made it was told so: it must not be anywhere. */
    void notMade(String tag) {
        proposed.remove(tag);
    }

    void made(Made mutation) {
        proposed.remove(mutation.tag);
        byTag.put(mutation.tag, mutation);
        made.computeIfAbsent(mutation.client, key -> new HashMap<>()).put(mutation.clientSeq, mutation);
    }

    /**
     * No tag is there twice, unless an undo has brought one back that another one had brought back already: one that its client has lost
     * sight of, or that a log has which was restored.
     */
    void checkTags(String law, List<String> tags) {
        Set<String> once = new HashSet<>();
        require(
                tags.stream().allMatch(tag -> once.add(tag) || mayBeTwice(byTag.get(tag))),
                law,
                () -> "a mutation is there twice: " + tags);
    }

    private boolean mayBeTwice(@Nullable Made mutation) {
        return mutation != null && world.plan.undo() != null && (epochs() > 1 || mutation.root().contested);
    }

    /** It is decided under that name and epoch from now on. */
    void sent(Made mutation, ClientKey client) {
        if (!client.equals(mutation.client)) {
            made.getOrDefault(mutation.client, Map.of()).remove(mutation.clientSeq, mutation);
            mutation.client = client;
            made.computeIfAbsent(client, key -> new HashMap<>()).put(mutation.clientSeq, mutation);
        }
    }

    /** The client that made it knows nothing of it any more. It may be in the documents, and its number may be given to another one. */
    void lost(Made mutation) {
        mutation.loseSight();
        proposed.add(mutation.tag);
        made.getOrDefault(mutation.client, Map.of()).remove(mutation.clientSeq, mutation);
        lost.add(new Numbered(mutation.client, mutation.clientSeq));
    }

    /** From now on a client may be told that its store is an earlier copy. */
    void expectStoreOfEarlier() {
        storeOfEarlierIsExpected = true;
    }

    @Nullable
    Made made(ClientKey client, long clientSeq) {
        return made.getOrDefault(client, Map.of()).get(clientSeq);
    }

    /** @param documents as of then */
    void decided(ClientKey client, Verdict verdict, Map<AtomKey, JsonNode> documents) {
        decided.computeIfAbsent(client, key -> new HashMap<>())
                .computeIfAbsent(verdict.clientSeq(), key -> new HashSet<>())
                .add(verdict);
        Made mutation = made(client, verdict.clientSeq());
        if (mutation != null && mutation.isWithdrawn()) {
            throw new LawViolation("Verdict", mutation + " was handed back, and then decided: " + verdict);
        }
        if (verdict instanceof Ack ack) {
            world.tally.confirmed++;
            if (mutation != null && mutation.sent && ack.delta() == null) {
                log.tags.withoutEffect(mutation, documents);
            }
        } else {
            world.tally.rejected++;
        }
    }

    /** From now on a mutation that was sent may come back without an outcome. */
    void allowHandingBack() {
        handingBackIsAllowed = true;
    }

    int epochs() {
        return log.epochs();
    }

    @Nullable
    Map<AtomKey, JsonNode> documents(int epoch, long serverSeq) {
        return log.documents(epoch, serverSeq);
    }

    // ----------------------------------------------------------------------------------------------------- message

    void checkMessage(Replica replica, ServerMessage message) {
        if (message instanceof Delta delta) {
            require(log.had(delta), "Message", () -> replica.id + " got " + delta + ", which the log never had");
            checkIsNotGivenUp(replica, delta);
        } else if (message instanceof Snapshot snapshot) {
            require(
                    log.had(snapshot.epoch(), snapshot.serverSeq(), snapshot.state()),
                    "Message",
                    () -> replica.id + " got " + snapshot + ", the log has other documents");
            snapshot.verdicts().forEach(verdict -> checkVerdict(replica, verdict));
        } else if (message instanceof Welcome welcome) {
            welcome.verdicts().forEach(verdict -> checkVerdict(replica, verdict));
        } else if (message instanceof Verdict verdict) {
            checkVerdict(replica, verdict);
        } else if (message instanceof Problem problem) {
            require(EXPECTED.contains(problem.code()), "Honest peers", () -> replica.id + " is told " + problem);
        }
    }

    /** A mutation does not come back as one whose outcome can't be learnt while its delta is to come: that says it. */
    private void checkIsNotGivenUp(Replica replica, Delta delta) {
        Origin origin = delta.origin();
        Made mutation = origin == null || !replica.key().equals(new ClientKey(origin.clientId(), origin.clientEpoch()))
                ? null
                : replica.client.made.get(origin.clientSeq());
        boolean isGivenUp = mutation != null
                && mutation.outcome instanceof MutationOutcome.Withdrawn withdrawn
                && withdrawn.code().equals("outcome-unknown");
        boolean isNext = delta.serverSeq() == replica.coordinator.confirmedServerSeq() + 1;
        require(
                !isGivenUp || !isNext || epochs() > 1 || storeOfEarlierIsExpected,
                "Verdict",
                () -> mutation + " was handed back, and its delta has come: " + delta);
    }

    private void checkVerdict(Replica replica, Verdict verdict) {
        require(
                replica.client.keys().stream()
                        .anyMatch(key -> verdicts(key, verdict.clientSeq()).contains(verdict)),
                "Message",
                () -> replica.id + " is told " + verdict + ", which was not decided");
    }

    private Set<Verdict> verdicts(ClientKey client, long clientSeq) {
        return decided.getOrDefault(client, Map.of()).getOrDefault(clientSeq, Set.of());
    }

    void checkProblem(String code, String message) {
        boolean expected = HARMLESS.contains(code)
                || (storeOfEarlierIsExpected && code.equals("restored-client-store"))
                || EXPECTED.stream().anyMatch(each -> each.name().equals(code));
        if (!expected) {
            world.fail(new LawViolation("Honest peers", code + ": " + message));
        }
    }

    // ----------------------------------------------------------------------------------------------------- outcome

    boolean wasAccepted(Made mutation) {
        return verdicts(mutation.client, mutation.clientSeq).stream().anyMatch(Ack.class::isInstance);
    }

    void checkOutcome(Made mutation, MutationOutcome outcome) {
        Set<Verdict> verdicts = verdicts(mutation.client, mutation.clientSeq);
        if (outcome instanceof MutationOutcome.Confirmed confirmed) {
            require(
                    verdicts.stream()
                            .anyMatch(verdict ->
                                    verdict instanceof Ack ack && Objects.equals(ack.delta(), confirmed.serverSeq())),
                    "Verdict",
                    () -> mutation + " is confirmed in delta " + confirmed.serverSeq() + ", the server decided "
                            + verdicts);
        } else if (outcome instanceof MutationOutcome.Rejected rejected) {
            require(
                    rejected.error() instanceof Rejection rejection && verdicts.contains(rejection),
                    "Verdict",
                    () -> mutation + " is rejected by " + rejected.error() + ", the server decided " + verdicts);
        } else if (outcome instanceof MutationOutcome.Withdrawn withdrawn) {
            world.tally.withdrawn++;
            if (mutation.sent) {
                mutation.loseSight();
            }
            require(
                    (!mutation.sent && (mutation.canBeWithdrawn || isUndoTooMany(mutation, withdrawn)))
                            || handingBackIsAllowed,
                    "Verdict",
                    () -> mutation + " is handed back: " + withdrawn.reason() + "; the server decided " + verdicts);
            boolean ofAnotherOne = lost.contains(new Numbered(mutation.client, mutation.clientSeq));
            require(
                    mutation.sent || ofAnotherOne || verdicts.isEmpty(),
                    "Verdict",
                    () -> mutation + " was decided: " + verdicts);
        }
    }

    /** Whether it is an undo of what has ended meanwhile, or may be out of the view, and there is nothing, or another thing, for it to do. */
    private boolean isUndoTooMany(Made undo, MutationOutcome.Withdrawn withdrawn) {
        MutationOutcome undone = undo.undoOf == null ? null : undo.undoOf.outcome;
        if (withdrawn.code().equals(MutationOutcome.Withdrawn.UNDO_OF_ANOTHER_LOG)) {
            return undone != null && epochs() > 1;
        }
        if (undone == null || !withdrawn.isOvertakenUndo()) {
            return undo.undoOf != null
                    && undo.undoOf.canBeWithdrawn
                    && withdrawn.code().equals(MutationOutcome.Withdrawn.UNDO_OUTDATED);
        }
        boolean nothingLeft = withdrawn.code().equals(MutationOutcome.Withdrawn.NOTHING_TO_UNDO);
        require(
                !nothingLeft
                        || !(undone instanceof MutationOutcome.Confirmed)
                        || undo.mustUndo().did.isNone()
                        || !undo.isExact()
                        || epochs() > 1,
                "Undo",
                () -> undo + " is withdrawn, and " + undo.undoOf + " has done " + undo.mustUndo().did);
        world.tally.undosDropped++;
        return true;
    }

    /** At rest, all that was reported as done in this log is in it. */
    void checkAtRest() {
        made.values()
                .forEach(ofClient -> ofClient.values().forEach(mutation -> {
                    if (mutation.outcome instanceof MutationOutcome.Confirmed confirmed
                            && confirmed.serverSeq() != null
                            && epochs() == 1) {
                        require(
                                log.isExecuted(mutation.client, mutation.clientSeq),
                                "Exactly once",
                                () -> mutation + " was confirmed, and is not in the log");
                    }
                }));
    }

    static void require(boolean holds, String law, Supplier<String> message) {
        if (!holds) {
            throw new LawViolation(law, message.get());
        }
    }
}
