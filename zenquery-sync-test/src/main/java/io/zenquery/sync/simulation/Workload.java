package io.zenquery.sync.simulation;

import io.zenquery.sync.atom.Draft;
import io.zenquery.sync.patch.AtomKey;
import io.zenquery.sync.patch.JsonPointer;
import io.zenquery.sync.server.MutationFunction;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What the applications of a simulation do: the documents that the channel begins with, the server's handlers, and the mutations that
 * clients make. One instance serves one seed, on one thread. Must draw nothing from anywhere but the generators that it is given.
 */
public interface Workload {

    /** What the channel begins with. */
    Map<AtomKey, JsonNode> documents();

    /** The server's handlers. */
    List<MutationFunction> handlers();

    /**
     * Makes a mutation.
     *
     * @param draft stands on the client's view; what is recorded in it is the prediction
     * @param tag a text that no other mutation of the seed is given
     * @param random what to draw from
     * @return which handler decides, on what input; null for no mutation this time
     */
    @Nullable
    Proposal propose(Draft draft, String tag, RandomGenerator random);

    /**
     * Says how a client takes a mutation back, in those seeds in which clients do that. Null by default: clients of this workload undo nothing.
     * One that has {@link #tags} must see to it that nothing but undo touches what holds them.
     *
     * @param tag a text that no other mutation of the seed is given
     * @param random what to draw from
     * @return which handler decides, on what input; the default one takes back what the mutation did
     */
    default @Nullable Proposal undo(String tag, RandomGenerator random) {
        return null;
    }

    /** The server changes documents on its own behalf; does nothing by default. */
    default void change(Draft draft, String tag, RandomGenerator random) {}

    /** For the list at a place of an atom, the member that identifies its elements; null, the default, for none. */
    default @Nullable String identityKey(AtomKey atom, JsonPointer path) {
        return null;
    }

    /**
     * The tags in these documents, each as often as it is there. A workload that writes the tag of each mutation that has an effect into
     * the documents once, and never removes one, answers with them, and the laws then also hold the documents against the verdicts. An undo
     * by the default handler takes the tag out, and has none itself; one by another handler is a mutation like any other.
     *
     * @return null, the default, for a workload that does not
     */
    default @Nullable List<String> tags(Map<AtomKey, JsonNode> documents) {
        return null;
    }
}
