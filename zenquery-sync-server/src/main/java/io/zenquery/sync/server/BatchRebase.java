package io.zenquery.sync.server;

import io.zenquery.sync.conflict.Conflict;
import io.zenquery.sync.conflict.ConflictStrategies;
import io.zenquery.sync.overlay.Collision;
import io.zenquery.sync.overlay.CollisionPolicy;
import io.zenquery.sync.overlay.Overlay;
import io.zenquery.sync.overlay.OverlayChange;
import io.zenquery.sync.overlay.Resolution;
import io.zenquery.sync.patch.AtomKey;
import io.zenquery.sync.patch.Json;
import io.zenquery.sync.patch.JsonPatch;
import io.zenquery.sync.patch.Patch;
import io.zenquery.sync.patch.PatchException;
import io.zenquery.sync.protocol.ClientMessage.Mutation;
import io.zenquery.sync.protocol.ServerMessage.Delta;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The members of a batch, carried from its base to the log's head by the very overlay that carried them at the client. First all
 * members are registered, then {@link #follow} is given what happened since, in order; after that, {@link #effect} says what each
 * has become, and each is promoted or removed before the next is asked for.
 */
final class BatchRebase {
    private final Map<Long, Mutation> members = new LinkedHashMap<>();
    private final Map<Long, Carried.Excess> excesses = new HashMap<>();
    private final Set<Long> misfits = new HashSet<>();
    private final Set<Long> dependants = new HashSet<>();
    private final Map<AtomKey, JsonNode> documents = new HashMap<>();
    private final Function<AtomKey, @Nullable JsonNode> base;
    private Overlay overlay = Overlay.empty();

    /** What a member has become. */
    sealed interface Carried {

        /** These operations, against the documents with all earlier members in them or decided. */
        record Patches(Map<AtomKey, List<Patch>> patches) implements Carried {}

        /** It did not fit the documents that it was made on. */
        record Misfit() implements Carried {}

        /** It would make too much of the documents that it was made on. */
        record Excess(String code, String message) implements Carried {}

        /** It stands on something that a member before would have made, and did not. */
        record Dependant() implements Carried {}

        /** A strategy gave it up. */
        record Hidden() implements Carried {}

        /** A test in it fails. */
        record TestFailed() implements Carried {}
    }

    /**
     * @param batch the members, in order
     * @param limits what a member may make of a document
     * @param base the document of an atom that a member touches, at the base of the batch; null for the others
     */
    BatchRebase(List<Mutation> batch, Function<AtomKey, @Nullable JsonNode> base, DocumentLimits limits) {
        this.base = base;
        CopyGuard guard = new CopyGuard(batch, limits, base);
        for (Mutation member : batch) {
            members.put(member.clientSeq(), member);
            Carried.Excess excess = guard.excess(member);
            if (excess != null) {
                excesses.put(member.clientSeq(), excess);
                continue;
            }
            try {
                note(overlay.register(member.clientSeq(), member.patches(), Map.of(), this::document));
            } catch (PatchException e) {
                misfits.add(member.clientSeq());
            }
        }
    }

    /** The documents of {@code atoms} as they were before {@code since}, the last entries of the log. */
    static Map<AtomKey, JsonNode> documentsBefore(
            List<LogEntry> since, Map<AtomKey, JsonNode> now, Set<AtomKey> atoms) {
        Map<AtomKey, JsonNode> documents = new LinkedHashMap<>();
        for (AtomKey atom : atoms) {
            JsonNode document = now.getOrDefault(atom, Json.ABSENT);
            for (int i = since.size() - 1; i >= 0; i--) {
                document = JsonPatch.apply(document, since.get(i).inverse().getOrDefault(atom, List.of()));
            }
            documents.put(atom, document);
        }
        return documents;
    }

    /** The log has this delta next; {@code member} is the number of the member that it is the effect of, null if of none. */
    void follow(Delta delta, @Nullable Long member) {
        if (member != null && isPending(member)) {
            note(overlay.promote(member, delta.patches(), this::document));
        } else {
            note(overlay.apply(delta.patches(), policy(delta.stamp()), this::document));
        }
    }

    /** That member left nothing in the documents: it was rejected, or accepted without effect. */
    void remove(long clientSeq) {
        if (isPending(clientSeq)) {
            note(overlay.remove(clientSeq, this::document));
        }
    }

    /** What has become of a member, now that all those before it are promoted or removed. */
    Carried effect(long clientSeq) {
        Carried.Excess excess = excesses.get(clientSeq);
        if (excess != null) {
            return excess;
        } else if (misfits.contains(clientSeq)) {
            return new Carried.Misfit();
        } else if (dependants.contains(clientSeq)) {
            return new Carried.Dependant();
        } else if (overlay.isHidden(clientSeq)) {
            return new Carried.Hidden();
        } else if (!overlay.isVisible(clientSeq)) {
            return new Carried.TestFailed();
        }
        return new Carried.Patches(overlay.patches(clientSeq));
    }

    /** The document as far as the log has been followed; null for one that no member touches. */
    private @Nullable JsonNode document(AtomKey atom) {
        JsonNode followed = documents.get(atom);
        return followed != null ? followed : base.apply(atom);
    }

    private boolean isPending(long clientSeq) {
        return overlay.isPending(clientSeq);
    }

    private CollisionPolicy policy(Instant deltaStamp) {
        return collision -> {
            Mutation member = members.get(collision.clientSeq());
            if (member == null) {
                throw new AssertionError("a collision with " + collision.clientSeq() + ", which is not in the batch");
            }
            String name = member.strategies().getOrDefault(collision.atom(), ConflictStrategies.REBASE.id());
            ConflictStrategies known = ConflictStrategies.named(name);
            // A strategy of the client's application has no code here: its patches are carried over as they are.
            ConflictStrategies strategy = known == null ? ConflictStrategies.REBASE : known;
            return strategy.decide(new Conflict(collision, deltaStamp, member.stamp()));
        };
    }

    private void note(OverlayChange change) {
        overlay = change.next();
        documents.putAll(change.confirmed());
        for (Resolution resolution : change.resolutions()) {
            long clientSeq = resolution.collision().clientSeq();
            if (resolution.collision().kind() == Collision.Kind.DEPENDENCY) {
                dependants.add(clientSeq);
            }
        }
    }
}
