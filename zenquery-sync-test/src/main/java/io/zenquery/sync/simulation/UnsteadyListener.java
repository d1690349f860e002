package io.zenquery.sync.simulation;

import io.zenquery.sync.session.SessionListener;
import io.zenquery.sync.session.SessionState;

/** An application's listener that now and then throws; as in the product, somebody between it and the session catches that. */
final class UnsteadyListener implements SessionListener {
    private final Client client;

    UnsteadyListener(Client client) {
        this.client = client;
    }

    @Override
    public void onState(SessionState from, SessionState to, String reason) {
        client.note(to + (reason.isEmpty() ? "" : ": " + reason));
        client.throwIfPlanned(false);
    }

    @Override
    public void onProblem(String code, String message) {
        client.note("problem " + code + ": " + message);
        client.world.ledger.checkProblem(code, message);
        client.throwIfPlanned(false);
    }
}
