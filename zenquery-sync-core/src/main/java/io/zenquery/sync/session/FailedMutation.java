package io.zenquery.sync.session;

import io.zenquery.sync.patch.AtomKey;
import io.zenquery.sync.patch.Patch;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A mutation that the server rejected, or that was handed back. It has left the view; what was meant is kept, to be tried again or
 * discarded: see {@link SyncSession#retry} and {@link SyncSession#discard}.
 *
 * @param clientSeq its number
 * @param name the server's handler; null for the default one
 * @param input what that handler works on
 * @param patches per atom, what it did to the view when it was made
 * @param creates the temporary ids that it made up
 * @param code stable, for programs: the server's, or {@code dependency}, {@code collision}, {@code test-failed}, {@code too-large},
 *     {@code outcome-unknown} (it may have taken effect), {@code cloned} (so may this), {@code refused},
 *     {@code retries-exhausted}, {@code not-recovered}
 * @param message for people
 * @param at when it failed, by this machine's clock
 */
public record FailedMutation(
        long clientSeq,
        @Nullable String name,
        JsonNode input,
        Map<AtomKey, List<Patch>> patches,
        Set<String> creates,
        String code,
        String message,
        Instant at) {

    public FailedMutation {
        patches = Map.copyOf(patches);
        creates = Set.copyOf(creates);
    }

    /** Whether it may have taken effect on the server all the same: look there before trying again. */
    public boolean mayHaveTakenEffect() {
        return code.equals(Withdrawal.OUTCOME_UNKNOWN.code) || code.equals(Withdrawal.CLONED.code);
    }

    /** The same mutation, to be made anew on version {@code viewVersion} of the view. */
    MutationRequest request(long viewVersion, @Nullable String trace) {
        return new MutationRequest(name, input, patches, viewVersion, creates, clientSeq, trace);
    }
}
