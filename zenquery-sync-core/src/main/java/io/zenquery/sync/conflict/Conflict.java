package io.zenquery.sync.conflict;

import io.zenquery.sync.overlay.Collision;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A collision, with what a strategy may weigh.
 *
 * @param collision the pending edit and how a change of the server met it
 * @param serverStamp when the server says the change was made; null if it does not say
 * @param mutationStamp when the mutation was made, by the server's clock as the client knew it; null if that was not noted
 */
public record Conflict(
        Collision collision,
        @Nullable Instant serverStamp,
        @Nullable Instant mutationStamp) {}
