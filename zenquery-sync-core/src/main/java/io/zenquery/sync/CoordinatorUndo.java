package io.zenquery.sync;

import io.zenquery.sync.UndoUnavailableException.Code;
import io.zenquery.sync.patch.AtomKey;
import io.zenquery.sync.patch.Patch;
import java.util.List;
import java.util.Map;

/** The fifth way into the queue: a mutation that takes another one back. What it does is computed in the step that registers it. */
abstract class CoordinatorUndo extends CoordinatorSteps {
    CoordinatorUndo(CoordinatorBuilder settings) {
        super(settings);
    }

    /** Registers a mutation whose patches are against the present view. Called under the lock. */
    abstract void register(PendingMutation data);

    @Override
    public long registerUndo(long clientSeq, UndoMutation undo) {
        return step(() -> {
            Map<AtomKey, List<Patch>> patches = takenBack(clientSeq);
            PendingMutation data = undo.of(++lastClientSeq, patches).withUndoOf(clientSeq);
            register(data);
            return data.clientSeq();
        });
    }

    @Override
    public boolean canUndo(long clientSeq) {
        return locked(() ->
                isRegistered(clientSeq) && !undos.takeBack(begin(), clientSeq).isEmpty());
    }

    private Map<AtomKey, List<Patch>> takenBack(long clientSeq) {
        if (!isRegistered(clientSeq)) {
            throw new UndoUnavailableException(
                    Code.UNKNOWN,
                    "expected the number of a mutation of this process, from " + firstClientSeq + " to "
                            + lastRegistered + ", got " + clientSeq);
        }
        return undos.required(begin(), clientSeq);
    }

    private boolean isRegistered(long clientSeq) {
        return clientSeq >= firstClientSeq && clientSeq <= lastRegistered;
    }
}
