package io.zenquery.sync.benchmarks;

import com.vaadin.flow.signals.Id;
import com.vaadin.flow.signals.Node;
import com.vaadin.flow.signals.SignalCommand;
import com.vaadin.flow.signals.shared.SharedListSignal.ListPosition;
import com.vaadin.flow.signals.shared.impl.AsynchronousSignalTree;
import com.vaadin.flow.signals.shared.impl.CommandsAndHandlers;
import com.vaadin.flow.signals.shared.impl.Snapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Vaadin Signals: an asynchronous tree, the kind made for clusters, whose event log never answers by itself, so that what is
 * submitted stays unconfirmed until a test says otherwise. Its public methods are called; nothing is opened by reflection.
 *
 * <p>Where there is a choice, it is the one that favours Signals:
 *
 * <ul>
 *   <li>An item is one node with a JSON value, as in a {@code SharedListSignal} of beans. With a node for each member, every step
 *       would copy a map six times as large. The price is that a command carries its item as a whole, so that a rejected
 *       change survives in later ones of the same item.
 *   <li>The two operations of a mutation are committed together, but not as a {@code TransactionCommand}, which copies the map of
 *       nodes once more for each pending mutation at each replay.
 *   <li>Nobody observes, and nobody waits for results.
 * </ul>
 *
 * <p>A command is confirmed when the log delivers it, and rejected when a condition in it fails then. There is no third way, so a
 * rejection is delivered as a condition under the command's id that does not hold.
 */
final class SignalsSubject implements Subject {
    private static final JsonMapper MAPPER = JsonMapper.shared();
    private static final JsonNode NO_ITEM = MAPPER.createObjectNode().put("id", "no item has this value");

    private final SilentTree tree = new SilentTree();
    private final List<SignalCommand> loaded = new ArrayList<>();
    private long lastNumber;

    /** A tree whose event log takes everything and says nothing. */
    private static final class SilentTree extends AsynchronousSignalTree {
        @Override
        protected void submit(List<SignalCommand> commands) {}

        void commit(List<SignalCommand> commands) {
            runWithLock(() -> {
                PendingCommit commit = prepareCommit(new CommandsAndHandlers(commands, Map.of()));
                commit.applyChanges();
                commit.publishChanges();
            });
        }
    }

    @Override
    public void load(String document, List<String> mutations) {
        List<SignalCommand> inserts = new ArrayList<>();
        for (JsonNode item : Workload.parse(document).required("items").values()) {
            inserts.add(new SignalCommand.InsertCommand(Id.random(), Id.ZERO, null, item, ListPosition.last()));
        }
        tree.confirm(inserts);
        for (String mutation : mutations) {
            List<SignalCommand> commands = submission(mutation);
            loaded.addAll(commands);
            tree.commit(commands);
        }
    }

    @Override
    public void register(String mutation) {
        tree.commit(submission(mutation));
    }

    @Override
    public void delta(String message) {
        JsonNode json = Workload.parse(message);
        JsonNode origin = json.get("origin");
        tree.confirm(commands(
                json.required("patches"), tree.confirmed(), origin == null ? null : (Long) origin.longValue()));
    }

    @Override
    public void ack(String message) {
        throw new UnsupportedOperationException("the command itself is the verdict");
    }

    @Override
    public void reject(String message) {
        long number = Workload.parse(message).required("clientSeq").longValue();
        Id first = tree.confirmed().data(Id.ZERO).orElseThrow().listChildren().get(0);
        tree.confirm(List.of(
                new SignalCommand.ValueCondition(id(number, 0), first, NO_ITEM),
                new SignalCommand.ValueCondition(id(number, 1), first, NO_ITEM)));
    }

    @Override
    public JsonNode read(int item, String member) {
        Snapshot view = tree.submitted();
        return valueAt(view, item).required(member);
    }

    @Override
    public JsonNode view() {
        Snapshot view = tree.submitted();
        ObjectNode document = MAPPER.createObjectNode();
        ArrayNode items = document.putArray("items");
        for (int i = 0; i < items(view).size(); i++) {
            items.add(valueAt(view, i));
        }
        return document;
    }

    @Override
    public Object documents() {
        return List.of(tree.confirmed(), tree.submitted());
    }

    @Override
    public Object mutations() {
        return loaded;
    }

    private List<SignalCommand> submission(String mutation) {
        return commands(Workload.parse(mutation), tree.submitted(), ++lastNumber);
    }

    /**
     * The commands for a patch on {@code state}.
     *
     * @param number of the mutation that they are, null for somebody else's
     */
    private static List<SignalCommand> commands(JsonNode patches, Snapshot state, @Nullable Long number) {
        List<SignalCommand> commands = new ArrayList<>(patches.size());
        for (JsonNode operation : patches.values()) {
            Id id = number == null ? Id.random() : id(number, commands.size());
            commands.add(command(operation, state, id));
        }
        return commands;
    }

    private static SignalCommand command(JsonNode operation, Snapshot state, Id id) {
        String[] path = operation.required("path").stringValue().split("/", -1); // "", "items", index, member if any
        int item = Integer.parseInt(path[2]);
        String op = operation.required("op").stringValue();
        return switch (op) {
            case "replace" ->
                new SignalCommand.SetCommand(
                        id, items(state).get(item), with(valueAt(state, item), path[3], operation.required("value")));
            case "add" ->
                new SignalCommand.InsertCommand(
                        id,
                        Id.ZERO,
                        null,
                        operation.required("value"),
                        item == 0
                                ? ListPosition.first()
                                : new ListPosition(items(state).get(item - 1), null));
            case "remove" -> new SignalCommand.RemoveCommand(id, items(state).get(item), Id.ZERO);
            default -> throw new IllegalArgumentException("expected op replace, add or remove, got " + op);
        };
    }

    private static JsonNode with(JsonNode item, String member, JsonNode value) {
        ObjectNode changed = MAPPER.createObjectNode();
        changed.setAll((ObjectNode) item);
        return changed.set(member, value);
    }

    private static List<Id> items(Snapshot state) {
        return state.data(Id.ZERO).orElseThrow().listChildren();
    }

    private static JsonNode valueAt(Snapshot state, int item) {
        Node.Data data = state.data(items(state).get(item)).orElseThrow();
        JsonNode value = data.value();
        if (value == null) {
            throw new IllegalStateException("expected a value in item " + item + ", found none");
        }
        return value;
    }

    /** The id of a command of a mutation: as well spread as the random ones of Signals, and known to the server of the test. */
    private static Id id(long number, int operation) {
        return new Id((2 * number + operation) * 0x9E3779B97F4A7C15L);
    }
}
