package io.zenquery.sync.test.autoconfigure;

import io.zenquery.sync.patch.AtomKey;
import io.zenquery.sync.patch.Json;
import io.zenquery.sync.server.ChannelState;
import io.zenquery.sync.server.InitialDocuments;
import io.zenquery.sync.server.SyncServer;
import io.zenquery.sync.session.FailedMutation;
import io.zenquery.sync.session.SessionState;
import io.zenquery.sync.spring.SyncOperations;
import io.zenquery.sync.test.memory.InMemorySync;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.springframework.context.ApplicationContext;
import org.springframework.core.Ordered;
import org.springframework.test.context.TestContext;
import org.springframework.test.context.TestExecutionListener;
import tools.jackson.databind.JsonNode;

/** Leaves a context with an {@link InMemorySync} as the next test method expects it: see {@link AutoConfigureInMemorySync}. */
class ResetInMemorySyncTestExecutionListener implements TestExecutionListener, Ordered {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /** After the listeners of Spring, whose part after a test comes in the opposite order: so before theirs. */
    @Override
    public int getOrder() {
        return Ordered.LOWEST_PRECEDENCE;
    }

    @Override
    public void afterTestMethod(TestContext testContext) {
        if (testContext.hasApplicationContext()) {
            ApplicationContext context = testContext.getApplicationContext();
            context.getBeanProvider(InMemorySync.class).ifAvailable(sync -> reset(sync, context));
        }
    }

    private static void reset(InMemorySync sync, ApplicationContext context) {
        sync.resetSwitches();
        for (SyncOperations client :
                context.getBeanProvider(SyncOperations.class).stream().toList()) {
            boolean wasOffline = client.state() == SessionState.OFFLINE;
            client.connect();
            await(client, "nothing pending", () -> client.pending().isEmpty());
            client.failed().stream().map(FailedMutation::clientSeq).toList().forEach(client::discard);
            restoreDocuments(
                    sync.server(),
                    client.channel(),
                    context.getBeanProvider(InitialDocuments.class).getIfUnique(() -> channel -> Map.of()));
            ChannelState state = sync.server().state(client.channel());
            await(client, "it up to " + state.serverSeq(), () -> client.confirmedServerSeq() >= state.serverSeq());
            if (wasOffline) {
                client.disconnect();
            }
        }
    }

    private static void restoreDocuments(SyncServer server, String channel, InitialDocuments initialDocuments) {
        Map<AtomKey, JsonNode> wanted = new LinkedHashMap<>(initialDocuments.of(channel));
        Map<AtomKey, JsonNode> present = server.state(channel).documents();
        server.change(channel, draft -> {
            present.forEach((atom, document) -> {
                if (!wanted.containsKey(atom)) {
                    draft.atom(atom).remove("");
                }
            });
            wanted.forEach((atom, document) -> {
                if (!Json.sameValue(document, present.getOrDefault(atom, Json.ABSENT))) {
                    draft.atom(atom).add("", document);
                }
            });
        });
    }

    private static void await(SyncOperations client, String what, java.util.concurrent.Callable<Boolean> condition) {
        try {
            Awaitility.await()
                    .pollDelay(Duration.ZERO)
                    .pollInterval(Duration.ofMillis(2))
                    .atMost(PATIENCE)
                    .until(condition);
        } catch (ConditionTimeoutException e) {
            throw new IllegalStateException(
                    "expected, after a test on channel \"" + client.channel() + "\", " + what + " within " + PATIENCE
                            + ", got a session that is " + client.state() + " with "
                            + client.pending().size() + " pending, confirmed up to " + client.confirmedServerSeq()
                            + ". Does a handler put off its mutations for ever? @DirtiesContext gives the next test a context of its own",
                    e);
        }
    }
}
