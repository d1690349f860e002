package io.zenquery.sync;

/** Notes nothing. */
enum NoJournal implements StepJournal {
    INSTANCE;

    @Override
    public void registered(PendingMutation mutation) {}

    @Override
    public void applied(ServerDeltaMessage delta) {}

    @Override
    public void ended(MutationOutcome outcome) {}

    @Override
    public void superseded() {}
}
