package io.zenquery.sync.spring.event;

import io.zenquery.sync.patch.AtomKey;
import io.zenquery.sync.patch.Patch;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A change of the server, somebody else's or the effect of an own mutation, was applied to the confirmed state; at the start, what the outbox
 * has of that state.
 *
 * @param patches per atom, what was applied, after conflict resolution
 * @param origin the number of this client's own pending mutation whose effect it is, as {@link MutationEvent#clientSeq()} has it; null for
 *     somebody else's change, and for the whole state at once (a snapshot, or what the outbox has), whoever made it
 */
public record DeltaAppliedEvent(
        String connection,
        String channel,
        Map<AtomKey, List<Patch>> patches,
        @Nullable Long origin) implements SyncEvent {

    /** An event of the default connection. */
    public DeltaAppliedEvent(String channel, Map<AtomKey, List<Patch>> patches, @Nullable Long origin) {
        this(DEFAULT_CONNECTION, channel, patches, origin);
    }

    /** Whether it is the effect of a mutation of this client: whether there is an {@link #origin}. */
    public boolean own() {
        return origin != null;
    }
}
