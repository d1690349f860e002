package io.zenquery.sync.simulation;

import io.zenquery.sync.patch.AtomKey;
import io.zenquery.sync.patch.Json;
import io.zenquery.sync.server.MutationCall;
import io.zenquery.sync.server.MutationFunction;
import io.zenquery.sync.server.TryLaterException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Everything there is in one run of a plan, and the loop that lets it happen. */
final class World {
    static final Instant EPOCH = Instant.parse("2026-01-01T00:00:00Z");
    /** How long, in virtual milliseconds, it may take until all is at rest when the faults have stopped. */
    private static final long PATIENCE = 60_000;

    final Plan plan;
    final Seams seams;
    final Workload workload;
    final Tally tally = new Tally();
    final Timeline timeline = new Timeline();
    final Trace trace;
    final Dice dice;
    final Ledger ledger;
    final Storage storage;
    final Network network;
    final List<Node> nodes = new ArrayList<>();
    final List<Client> clients = new ArrayList<>();
    private final Set<Replica> touched = new LinkedHashSet<>();
    private @Nullable LawViolation violation;
    private long unavailableUntil;
    private @Nullable PutBack putBack;

    World(Plan plan, Workload workload, Seams seams, boolean verbose) {
        this.plan = plan;
        this.workload = workload;
        this.seams = seams;
        this.trace = new Trace(verbose);
        this.dice = new Dice(plan.seed());
        this.ledger = new Ledger(this);
        Map<AtomKey, JsonNode> documents = new LinkedHashMap<>();
        workload.documents().forEach((atom, document) -> documents.put(atom, Json.freeze(document)));
        LogState initial = LogState.empty("log-1", documents);
        ledger.log.begin(initial);
        this.storage = new Storage(initial, ledger.log::committed);
        this.network = new Network(this);
        for (int i = 0; i < plan.nodes(); i++) {
            nodes.add(new Node(this, i));
        }
        for (int i = 0; i < plan.clients(); i++) {
            clients.add(new Client(this, i));
        }
    }

    // --------------------------------------------------------------------------------------------------------- run

    /**
     * Runs the plan, and then until all is at rest.
     *
     * @throws LawViolation the first one
     */
    void run() {
        nodes.forEach(Node::start);
        clients.forEach(Client::start);
        Strikes strikes = new Strikes(this);
        plan.steps().forEach(step -> timeline.at(step.at(), () -> strikes.carryOut(step)));
        while (timeline.next() <= plan.end()) {
            event();
        }
        heal();
        long deadline = timeline.now() + PATIENCE;
        while (!isQuiet()) {
            if (timeline.next() > deadline) {
                throw new LawViolation(
                        "Convergence", "not at rest after " + PATIENCE + " ms without faults: " + unrest());
            }
            event();
        }
        ledger.checkAtRest();
        clients.forEach(client -> Objects.requireNonNull(client.replica()).laws.checkReceipts());
        tally.seeds++;
        tally.virtualMillis += timeline.now();
        tally.traceHash += trace.hash();
    }

    private void event() {
        tally.events++;
        try {
            timeline.step();
        } catch (LawViolation e) {
            throw e;
        } catch (RuntimeException | AssertionError e) {
            throw new LawViolation("No failure", String.valueOf(e), e);
        }
        touched.forEach(replica -> {
            if (replica.isAlive()) {
                replica.laws.check();
            }
        });
        touched.clear();
        if (putBack != null && putBack.isOver()) {
            note("the log is written again");
            putBack = null;
        }
        if (violation != null) {
            throw violation;
        }
    }

    private void heal() {
        note("the faults stop");
        unavailableUntil = 0;
        nodes.forEach(Node::disarm);
        nodes.forEach(Node::start);
        clients.forEach(Client::heal);
    }

    private boolean isQuiet() {
        return putBack == null
                && clients.stream().map(Client::replica).allMatch(each -> each != null && each.laws.isQuiet());
    }

    private String unrest() {
        return "the log is at " + storage.state().head() + ", "
                + clients.stream()
                        .map(Client::replica)
                        .map(each -> each == null ? "one is down" : each.laws.unrest())
                        .collect(Collectors.joining(", "));
    }

    // -------------------------------------------------------------------------------------------------------- note

    /** That replica's laws are to be checked after this event. */
    void touch(Replica replica) {
        touched.add(replica);
    }

    /** Notes a violation where it can't be thrown: what is thrown in a callback stays there. */
    void fail(LawViolation found) {
        if (violation == null) {
            violation = found;
        }
    }

    void fired(Fault fault) {
        tally.fired(fault);
    }

    void note(String what) {
        trace.note(timeline.now(), what);
    }

    void note(String what, byte[] body) {
        trace.note(timeline.now(), what, body);
    }

    // ------------------------------------------------------------------------------------------------------ server

    /** Tells the other nodes, after a moment, that the log has grown. */
    void wakeOthers(Node appender) {
        for (Node node : nodes) {
            if (node != appender) {
                timeline.after(
                        1 + dice.below(15, 17, node.number, storage.state().head()), node::wake);
            }
        }
    }

    /** The log has been put back under the same epoch. */
    void putBack(LogState copy) {
        putBack = new PutBack(this, copy.head());
    }

    /** Why nothing may be written at the moment; null if it may. */
    @Nullable
    PutBack putBack() {
        return putBack;
    }

    void makeUnavailable(long millis) {
        unavailableUntil = timeline.now() + millis;
    }

    /** The handlers of the workload, which at times can't decide. */
    List<MutationFunction> handlers() {
        return workload.handlers().stream().map(this::unsteady).toList();
    }

    private MutationFunction unsteady(MutationFunction handler) {
        return new MutationFunction() {
            @Override
            public String name() {
                return handler.name();
            }

            @Override
            public void handle(MutationCall call) {
                if (timeline.now() < unavailableUntil) {
                    fired(Fault.HANDLER_UNAVAILABLE);
                    throw new TryLaterException("not now, as planned");
                }
                handler.handle(call);
            }
        };
    }
}
