package io.zenquery.sync.simulation;

import static io.zenquery.sync.simulation.Ledger.require;

import io.zenquery.sync.patch.AtomKey;
import io.zenquery.sync.protocol.ServerMessage.Delta;
import io.zenquery.sync.protocol.ServerMessage.Origin;
import io.zenquery.sync.server.ClientKey;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The laws of the tags in the log's documents, checked at each delta:
 *
 * <ul>
 *   <li>Exactly once: no tag is there twice. The delta of a mutation brings its tag, and no other one comes or goes with it; a change of
 *       the server brings its own
 *   <li>Undo: the delta of an undo takes back what the one of its mutation did to the tags, as far as there is something left, and does
 *       nothing else to them
 * </ul>
 */
final class TagLaws {
    private final Ledger ledger;
    private final World world;
    private final Set<String> serverTags = new HashSet<>();

    TagLaws(Ledger ledger, World world) {
        this.ledger = ledger;
        this.world = world;
    }

    void serverTag(String tag) {
        serverTags.add(tag);
    }

    void appended(Delta delta, Map<AtomKey, JsonNode> before, Map<AtomKey, JsonNode> after) {
        List<String> were = world.workload.tags(before);
        List<String> are = world.workload.tags(after);
        if (were == null || are == null) {
            return;
        }
        TagChange change = TagChange.between(were, are);
        Made mutation = delta.origin() == null ? null : known(delta.origin());
        if (mutation != null) {
            mutation.did = change; // also beside a tag that is there twice: an undo of it is held against this
        }
        ledger.checkTags("Exactly once", are);
        if (isAmbiguous(were) || isAmbiguous(are)) {
            return; // a list whose elements have no identity is carried over a snapshot as a whole
        }
        if (delta.origin() == null) {
            require(
                    serverTags.containsAll(change.come()) && change.gone().isEmpty(),
                    "Exactly once",
                    () -> "a change of the server has done " + change);
            return;
        }
        if (mutation == null) {
            require(
                    change.come().stream().allMatch(ledger::isUnreturned) || world.plan.undo() != null,
                    "Exactly once",
                    () -> "nobody's, or not accepted: " + change.come());
        } else if (mutation.isPlainUndo()) {
            checkUndo(mutation, change, were);
        } else {
            require(
                    change.gone().isEmpty() && change.come().equals(Set.of(mutation.tag)),
                    "Exactly once",
                    () -> mutation + " is in the log, and has done " + change);
        }
    }

    private static boolean isAmbiguous(List<String> tags) {
        return new HashSet<>(tags).size() < tags.size();
    }

    /** Whose it is, if that one has told us. */
    private @Nullable Made known(Origin origin) {
        Made mutation = ledger.made(new ClientKey(origin.clientId(), origin.clientEpoch()), origin.clientSeq());
        return mutation != null && mutation.sent ? mutation : null;
    }

    /** The server has accepted an undo without effect. */
    void withoutEffect(Made undo, Map<AtomKey, JsonNode> documents) {
        List<String> tags = world.workload.tags(documents);
        if (tags != null && undo.isPlainUndo()) {
            checkUndo(undo, TagChange.NONE, tags);
        }
    }

    private void checkUndo(Made undo, TagChange change, List<String> before) {
        TagChange possible = undo.mustUndo().did.inverse().leftIn(before);
        boolean isExact = undo.isExact() && ledger.epochs() == 1;
        require(
                isExact ? change.equals(possible) : change.isPartOf(possible),
                "Undo",
                () -> undo + " was to do " + possible + ", and has done " + change);
    }
}
