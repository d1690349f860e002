package io.zenquery.sync.session;

import io.zenquery.sync.UndoUnavailableException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * How one mutation fares. Both stages complete exactly once: normally, or exceptionally with a
 * {@link MutationRejectedException} or a {@link MutationWithdrawnException}.
 */
public interface MutationReceipt {

    /** The number of the mutation. */
    long clientSeq();

    /** Completes when the server has accepted the mutation. */
    CompletionStage<Void> accepted();

    /** Completes when, after that, the mutation's effect is in the confirmed state here. */
    CompletionStage<Void> visible();

    /**
     * Takes back what the mutation did, as far as it is still there: {@link #undo(String, JsonNode)} for the server's default handler.
     *
     * @throws UndoUnavailableException as {@link #undo(String, JsonNode)}
     */
    default MutationReceipt undo() {
        return undo(null, null);
    }

    /**
     * Takes back what the mutation did, as far as it is still there, by another mutation, which shows in the view at once, is sent when this
     * one is decided, and is withdrawn if this one turns out to have done nothing. What others wrote over it stays, and so do own later
     * mutations. The undo of what is returned is the redo. For the policy see {@code docs/undo.md}.
     *
     * @param name the server's handler for the undo; null for the default one, which applies the patches
     * @param input what that handler works on; null for nothing
     * @throws UndoUnavailableException if nothing can be taken back; its code says why
     * @throws QueueFullException as {@link SyncSession#submit}
     * @throws MutationTooLargeException as {@link SyncSession#submit}
     * @throws io.zenquery.sync.outbox.OutboxException as {@link SyncSession#submit}
     * @throws IllegalStateException if the session is closed
     */
    default MutationReceipt undo(@Nullable String name, @Nullable JsonNode input) {
        return undo(name, input, null);
    }

    /**
     * As {@link #undo(String, JsonNode)}, as part of a trace.
     *
     * @param trace as that of a {@link MutationRequest}
     */
    MutationReceipt undo(@Nullable String name, @Nullable JsonNode input, @Nullable String trace);

    /** Whether {@link #undo} would find something to take back now. Costs as much as doing it: ask when a button is drawn, not in a loop. */
    boolean canUndo();
}
