package io.zenquery.sync;

import io.zenquery.sync.UndoUnavailableException.Code;

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
            Undos.Undo takenBack = takenBack(clientSeq);
            PendingMutation data = undo.of(++lastClientSeq, takenBack.patches()).withUndoOf(takenBack.undone());
            register(data);
            return data.clientSeq();
        });
    }

    @Override
    public boolean canUndo(long clientSeq) {
        return locked(() -> isRegistered(clientSeq)
                && !undos.takeBack(begin(), clientSeq).patches().isEmpty());
    }

    private Undos.Undo takenBack(long clientSeq) {
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
