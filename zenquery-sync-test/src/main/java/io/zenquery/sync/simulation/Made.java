package io.zenquery.sync.simulation;

import io.zenquery.sync.MutationOutcome;
import io.zenquery.sync.server.ClientKey;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A mutation that a client has made, and what the client knows of it. */
final class Made {
    /** By whom, in the epoch in which it was made, or sent last. */
    ClientKey client;

    final long clientSeq;
    final String tag;
    final @Nullable String handler;
    /** Whether it may come back without having been sent: its strategy or a test in it can give it up. */
    final boolean canBeWithdrawn;

    /** What it takes back, as the coordinator says; null for none. */
    final @Nullable Made undoOf;

    /** What it did to the tags in the view when it was made. */
    TagChange shown = TagChange.NONE;

    /** What its delta has done to the tags in the log's documents. */
    TagChange did = TagChange.NONE;

    /** Whether its client has lost sight of an undo of it, which may have been carried out: what it brings back may be there already. */
    boolean contested;

    /** Whether what it takes back was pending when it was made: then it does what it has to when that is decided. */
    final boolean waits;

    /** Whether no other undo or redo of the same has come between what it takes back and this one. */
    boolean isNext;

    /** Whether others have changed something while an undo or redo of it was pending, or the server did another thing than such predicted. */
    boolean met;

    /** Whether a snapshot has come while it was pending. Then what the server did other than predicted counts as somebody else's. */
    boolean carried;

    boolean sent;

    @Nullable
    MutationOutcome outcome;

    boolean accepted;
    boolean visible;
    boolean failed;

    /** Whether the process that made it has ended since. */
    boolean lostReceipt;

    Made(
            ClientKey client,
            long clientSeq,
            String tag,
            @Nullable String handler,
            boolean canBeWithdrawn,
            @Nullable Made undoOf) {
        this.client = client;
        this.clientSeq = clientSeq;
        this.tag = tag;
        this.handler = handler;
        this.canBeWithdrawn = canBeWithdrawn;
        this.undoOf = undoOf;
        this.waits = undoOf != null && undoOf.outcome == null;
    }

    /** Whether the server's default handler decides it, and all that it is to do is to take another one back. */
    boolean isPlainUndo() {
        return undoOf != null && handler == null;
    }

    /** What it takes back, which it must do. */
    Made mustUndo() {
        return Objects.requireNonNull(undoOf, "undoOf");
    }

    /** For an undo: whether nothing can come between it and what it is to do. */
    boolean isExact() {
        return isNext && !root().contested && !carried && !mustUndo().carried;
    }

    /** What it, or the undo of it that it is, or the undo of that, goes back to. */
    Made root() {
        return undoOf == null ? this : undoOf.root();
    }

    /** Its client knows nothing of it any more, or not how it ended. */
    void loseSight() {
        if (undoOf != null) {
            root().contested = true;
        }
    }

    boolean isWithdrawn() {
        return outcome instanceof MutationOutcome.Withdrawn;
    }

    @Override
    public String toString() {
        return "mutation " + clientSeq + " of " + client.clientId() + " (" + tag
                + (handler == null ? "" : ", " + handler)
                + (undoOf == null ? "" : ", undo of " + undoOf.clientSeq) + (sent ? ", sent" : ", not sent") + ")";
    }
}
