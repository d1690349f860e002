package io.zenquery.sync.server;

import static io.zenquery.sync.server.TestClient.LIST;
import static io.zenquery.sync.server.TestClient.json;
import static io.zenquery.sync.server.TestClient.named;
import static io.zenquery.sync.server.TestClient.patch;
import static io.zenquery.sync.server.TestClient.problem;
import static org.assertj.core.api.Assertions.assertThat;

import io.zenquery.sync.patch.Patch;
import io.zenquery.sync.protocol.ClientMessage.Mutation;
import io.zenquery.sync.protocol.ServerMessage.Ack;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** A log that still knows which numbers were decided, and not how. */
class ForgottenDecisionTest {
    private final AtomicBoolean busy = new AtomicBoolean(true);
    private final AtomicBoolean forgetful = new AtomicBoolean();
    private final DeltaLog log = new InMemoryDeltaLog("epoch", Map.of(LIST, json("['a','b']")), 100);
    private final SyncServer server = TestServers.with("[]")
            .logs((channel, epoch, initial) -> forgetful(log))
            .handlers(TestServers.handlers())
            .handlers(List.of(TestServers.handler("later", call -> {
                if (busy.get()) {
                    throw new TryLaterException("busy");
                }
                call.draft().atom(LIST).add("/-", "later");
            })))
            .build();
    private final TestClient ann = TestClient.of(server, "ann");

    private DeltaLog forgetful(DeltaLog real) {
        return (DeltaLog) Proxy.newProxyInstance(
                DeltaLog.class.getClassLoader(), new Class<?>[] {DeltaLog.class}, (proxy, method, arguments) -> {
                    if (forgetful.get() && method.getName().equals("decision")) {
                        return null;
                    }
                    try {
                        return method.invoke(real, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    @Test
    void submit_batchStoppedAndItsFirstVerdictForgotten_decidesTheRest() {
        Mutation first = patch(1, Patch.add("/0", json("1")));
        Mutation second = named(2, "later", "null");
        Mutation third = patch(3, Patch.add("/2", json("3")));
        assertThat(problem(ann.send(0, 0, first, second, third))).isEqualTo("TRY_LATER");
        forgetful.set(true);
        busy.set(false);

        assertThat(ann.send(0, 0, first, second, third)).containsExactly(new Ack(2, 2, 2L), new Ack(3, 3, 3L));

        assertThat(TestServers.list(server)).isEqualTo(json("[1,'a',3,'b','later']"));
    }

    @Test
    void submit_batchStoppedAndItsFirstRejectionForgotten_decidesTheRestWithoutIt() {
        Mutation first = named(1, "reject", "null", Patch.add("/0", json("1")));
        Mutation second = named(2, "later", "null");
        Mutation third = patch(3, Patch.add("/2", json("3")));
        ann.send(0, 0, first, second, third);
        forgetful.set(true);
        busy.set(false);

        ann.send(0, 0, first, second, third);

        assertThat(TestServers.list(server)).isEqualTo(json("['a',3,'b','later']"));
    }

    @Test
    void submit_onlyForgottenOnes_sendsTheClientToResume() {
        Mutation first = patch(1, Patch.add("/0", json("1")));
        ann.send(0, 0, first);
        forgetful.set(true);

        assertThat(problem(ann.send(0, 0, first))).isEqualTo("STALE_FENCE");

        assertThat(TestServers.list(server)).isEqualTo(json("[1,'a','b']"));
    }
}
