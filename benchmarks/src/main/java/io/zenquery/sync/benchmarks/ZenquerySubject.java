package io.zenquery.sync.benchmarks;

import io.zenquery.sync.CoordinatorBuilder;
import io.zenquery.sync.OptimisticSyncCoordinator;
import io.zenquery.sync.PendingMutation;
import io.zenquery.sync.ServerDeltaMessage;
import io.zenquery.sync.atom.AtomStore;
import io.zenquery.sync.conflict.ConflictStrategies;
import io.zenquery.sync.patch.AtomKey;
import io.zenquery.sync.patch.Patch;
import io.zenquery.sync.patch.PatchFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import tools.jackson.databind.JsonNode;

/** The coordinator with the state layer that comes with it, both as the builder makes them by default. */
final class ZenquerySubject implements Subject {
    private static final AtomKey ATOM = AtomKey.of("tasks");

    private AtomStore store = new AtomStore();
    private OptimisticSyncCoordinator coordinator = new CoordinatorBuilder().build();

    @Override
    public void load(String document, List<String> mutations) {
        store = new AtomStore(Map.of(ATOM, Workload.parse(document)));
        coordinator = new CoordinatorBuilder().stateLayer(store).build();
        mutations.forEach(this::register);
    }

    @Override
    public void register(String mutation) {
        Map<AtomKey, List<Patch>> patches = Map.of(ATOM, PatchFormat.parse(Workload.parse(mutation)));
        coordinator.registerPendingMutation(new PendingMutation(coordinator.generateClientSeq(), null, patches));
    }

    @Override
    public void delta(String message) {
        JsonNode json = Workload.parse(message);
        long serverSeq = json.required("serverSeq").longValue();
        Map<AtomKey, List<Patch>> patches = Map.of(ATOM, PatchFormat.parse(json.required("patches")));
        JsonNode origin = json.get("origin");
        coordinator.processServerDelta(
                origin == null
                        ? ServerDeltaMessage.of(serverSeq, patches)
                        : ServerDeltaMessage.own(origin.longValue(), serverSeq, patches),
                ConflictStrategies.REBASE);
    }

    @Override
    public void ack(String message) {
        JsonNode json = Workload.parse(message);
        coordinator.confirmMutation(
                json.required("clientSeq").longValue(),
                json.required("serverSeq").longValue());
    }

    @Override
    public void reject(String message) {
        JsonNode json = Workload.parse(message);
        coordinator.rejectMutation(
                json.required("clientSeq").longValue(), json.required("code").stringValue());
    }

    @Override
    public JsonNode read(int item, String member) {
        return view().required("items").required(item).required(member);
    }

    @Override
    public JsonNode view() {
        return store.snapshot().view(ATOM);
    }

    @Override
    public Object documents() {
        AtomStore.Snapshot snapshot = store.snapshot();
        return List.of(Objects.requireNonNull(snapshot.confirmed().get(ATOM)), snapshot.view(ATOM));
    }

    @Override
    public Object mutations() {
        return coordinator.pendingMutations();
    }
}
