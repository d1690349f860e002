package io.zenquery.sync.session;

import static io.zenquery.sync.session.SessionBuilder.required;

import io.zenquery.sync.OptimisticSyncCoordinator;
import io.zenquery.sync.conflict.ConflictResolutionStrategy;
import io.zenquery.sync.outbox.OutboxException;
import io.zenquery.sync.outbox.OutboxStore;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What a session knows from before, and the means to know it again: brings coordinator, failures and facts to where the outbox left
 * them, and has everything that happens from now on noted.
 */
record Memory(SessionFacts facts, Failures failures, Journal journal, Supplier<String> ids) {

    /**
     * @throws OutboxException as {@link SessionBuilder#build}
     */
    static Memory open(
            SessionBuilder settings,
            OptimisticSyncCoordinator coordinator,
            ConflictResolutionStrategy strategy,
            ProblemLog problems) {
        Failures failures = new Failures(required(settings.clock, "clock"), settings.maxFailed);
        OutboxStore store = settings.outbox;
        List<byte[]> records = store == null ? List.of() : store.load();
        if (store != null) {
            store.setAside()
                    .ifPresent(path -> problems.add(
                            "outbox-damaged",
                            "the outbox was damaged. It was set aside as " + path
                                    + ", what was pending in it is not here"));
        }
        SessionFacts facts;
        if (records.isEmpty()) {
            facts = new SessionFacts(
                    given(settings.clientId, settings), given(settings.clientEpoch, settings), null, 0, 0, null);
        } else {
            Recovery recovery = new Recovery(strategy, failures);
            recovery.replay(records);
            facts = recovery.facts();
            requireSameClient(settings.clientId, facts.clientId());
            coordinator.restore(recovery.state());
        }
        Journal journal = new Journal(
                store,
                coordinator,
                failures,
                facts,
                oldest -> problems.add("failed-mutations-full", "no longer kept: " + oldest));
        coordinator.journal(journal);
        journal.superseded();
        journal.flush();
        return new Memory(facts, failures, journal, () -> given(null, settings));
    }

    ClientIdentity identity() {
        return new ClientIdentity(facts.clientId(), facts.clientEpoch(), ids);
    }

    private static String given(@Nullable String value, SessionBuilder settings) {
        return Objects.requireNonNullElseGet(
                value,
                () -> required(settings.ids, "clientId and clientEpoch, or ids to make them")
                        .get());
    }

    private static void requireSameClient(@Nullable String configured, String stored) {
        if (configured != null && !configured.equals(stored)) {
            throw new OutboxException(
                    "expected the outbox of client \"" + configured + "\", found that of client \"" + stored
                            + "\". Give each client an outbox of its own, or keep the id",
                    null);
        }
    }
}
