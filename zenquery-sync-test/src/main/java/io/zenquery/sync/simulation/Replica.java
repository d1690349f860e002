package io.zenquery.sync.simulation;

import io.zenquery.sync.CoordinatorBuilder;
import io.zenquery.sync.OptimisticSyncCoordinator;
import io.zenquery.sync.StaleViewException;
import io.zenquery.sync.UndoUnavailableException;
import io.zenquery.sync.atom.AtomStore;
import io.zenquery.sync.atom.Draft;
import io.zenquery.sync.conflict.ConflictStrategies;
import io.zenquery.sync.outbox.OutboxException;
import io.zenquery.sync.patch.AtomKey;
import io.zenquery.sync.patch.Patch;
import io.zenquery.sync.protocol.ProtocolCodec;
import io.zenquery.sync.protocol.ServerMessage;
import io.zenquery.sync.server.ClientKey;
import io.zenquery.sync.session.MutationReceipt;
import io.zenquery.sync.session.MutationRequest;
import io.zenquery.sync.session.SessionBuilder;
import io.zenquery.sync.session.SyncSession;
import io.zenquery.sync.session.SyncTransport;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** One process of a client: its documents, coordinator and session, from its start to its end. */
final class Replica {
    private static final int MANY_PENDING = 12;

    final World world;
    final Client client;
    final String id;
    private ClientKey key;
    final AtomStore store = new AtomStore();
    final OptimisticSyncCoordinator coordinator;
    final ClientTransport transport;
    final SyncSession session;
    final ReplicaLaws laws;
    private final Map<Long, MutationReceipt> receipts = new HashMap<>();
    private boolean alive = true;

    Replica(World world, Client client, String id) {
        this.world = world;
        this.client = client;
        this.id = id;
        this.key = new ClientKey(id, id + "-epoch");
        CoordinatorBuilder builder =
                new CoordinatorBuilder().stateLayer(world.seams.layer(store)).identityKeys(world.workload::identityKey);
        if (world.plan.undo() != null) {
            builder.maxUndo(world.plan.undo().mutations())
                    .undoHistory(world.plan.undo().deltas());
        }
        OptimisticSyncCoordinator real = builder.build();
        this.laws = new ReplicaLaws(this, real);
        this.coordinator = new ObservedCoordinator(world.seams.coordinator(real), laws);
        this.transport = new ClientTransport(this);
        laws.observe(coordinator);
        ConflictStrategies strategy = world.plan.strategies().get(client.number);
        SessionBuilder settings = SyncSession.builder();
        if (client.store != null) {
            settings.outbox(world.seams.store(client.store));
        }
        this.session = settings.coordinator(coordinator)
                .transport(world.seams.transport(transport))
                .scheduler(new ClientScheduler(this))
                .clock(() -> World.EPOCH.plusMillis(world.timeline.now() + client.clockOffset))
                .random(world.dice.random(client.number, 13))
                .clientId(key.clientId())
                .clientEpoch(key.clientEpoch())
                .ids(client::nextEpoch)
                .strategy(strategy)
                .strategyNames(atom -> strategy.id())
                .listener(new UnsteadyListener(client))
                .backOff(Duration.ofMillis(50), Duration.ofSeconds(2))
                .answerTimeout(Duration.ofSeconds(3))
                .maxBatch(world.plan.maxBatch())
                .build();
    }

    boolean isAlive() {
        return alive;
    }

    /** Under which name and epoch it writes. */
    ClientKey key() {
        return key;
    }

    /** It has said so itself. */
    void goesBy(ClientKey now) {
        key = now;
        client.keys().add(now);
    }

    /** The process ends, and nothing of it goes on. */
    void end() {
        alive = false;
        Connection connection = transport.current();
        if (connection != null) {
            connection.hangUp();
        }
    }

    void receive(SyncTransport.Listener listener, byte[] body) {
        ServerMessage message = ProtocolCodec.decodeServer(body);
        world.ledger.checkMessage(this, message);
        listener.onMessage(world.seams.received(message));
    }

    // ------------------------------------------------------------------------------------------------------ mutate

    /** The application makes a mutation, now and then on a view of some moments ago. */
    void mutate(long draw) {
        if (coordinator.pendingCount() >= MANY_PENDING) {
            return;
        }
        RandomGenerator random = new SplittableRandom(draw);
        AtomStore.Snapshot view = store.snapshot();
        if (view.view().isEmpty()) {
            return; // nothing has come from the server yet
        }
        String tag = client.nextTag();
        Draft draft = new Draft(view::view);
        Proposal proposal = world.workload.propose(draft, tag, random);
        Map<AtomKey, List<Patch>> patches = draft.patches();
        if (proposal == null || (patches.isEmpty() && proposal.name() == null)) {
            return;
        }
        MutationRequest request = new MutationRequest(proposal.name(), proposal.input(), patches, view.version());
        if (random.nextInt(8) == 0) {
            world.timeline.after(1 + random.nextInt(30), () -> submit(request, tag));
        } else {
            submit(request, tag);
        }
    }

    private void submit(MutationRequest request, String tag) {
        if (alive) {
            submit(tag, null, request.name(), canBeWithdrawn(request), () -> session.submit(request));
        }
    }

    /** The application takes one of its mutations back, mostly one of the last, by its receipt or its number. */
    void undo(long draw) {
        if (coordinator.pendingCount() >= MANY_PENDING || client.made.isEmpty()) {
            return;
        }
        RandomGenerator random = new SplittableRandom(draw);
        List<Made> made = List.copyOf(client.made.values());
        int recent = Math.min(made.size(), 5);
        int back = random.nextInt(random.nextInt(4) == 0 ? made.size() : recent);
        Made undone = made.get(made.size() - 1 - back);
        String tag = client.nextTag();
        Proposal by = world.workload.undo(tag, random);
        if (by != null) {
            undo(undone, tag, by, random.nextBoolean() ? receipts.get(undone.clientSeq) : null);
        }
    }

    private void undo(Made undone, String tag, Proposal by, @Nullable MutationReceipt receipt) {
        long number = undone.clientSeq;
        boolean possible = receipt == null ? session.canUndo(number) : receipt.canUndo();
        UndoLaws.Attempt attempt = laws.undo.attempt(undone, receipt != null, possible);
        try {
            Made undo = submit(
                    tag,
                    undone,
                    by.name(),
                    isFailing(),
                    () -> receipt == null
                            ? session.undo(number, by.name(), by.input())
                            : receipt.undo(by.name(), by.input()));
            if (undo != null) {
                attempt.made(undo);
            }
        } catch (UndoUnavailableException e) {
            laws.notMade(tag);
            world.note(id + " can't undo " + number + ": " + e.code());
            attempt.refused(e);
        }
    }

    /** Null if it was not made, or the process has ended over it. */
    private @Nullable Made submit(
            String tag,
            @Nullable Made undone,
            @Nullable String handler,
            boolean canBeWithdrawn,
            Supplier<MutationReceipt> submission) {
        world.touch(this);
        List<String> before = laws.undo.tags();
        try {
            laws.proposed(tag);
            MutationReceipt receipt = submission.get();
            Made made = new Made(key, receipt.clientSeq(), tag, handler, canBeWithdrawn, undoneBy(receipt.clientSeq()));
            world.note(id + " makes " + made);
            receipts.put(made.clientSeq, receipt);
            List<String> after = laws.undo.tags();
            if (before != null && after != null) {
                made.shown = TagChange.between(before, after);
            }
            laws.made(made, receipt);
            return made;
        } catch (OutboxException e) {
            if (alive) {
                laws.notMade(tag);
                world.note(id + " can't store " + tag);
            } else if (undone != null) {
                undone.root().contested = true;
            }
        } catch (StaleViewException e) {
            world.note(id + " drafts " + tag + " on a view that is too old");
        }
        return null;
    }

    private @Nullable Made undoneBy(long clientSeq) {
        Long undone =
                Objects.requireNonNull(coordinator.pendingMutation(clientSeq)).undoOf();
        return undone == null ? null : client.made.get(undone);
    }

    private boolean isFailing() {
        return world.plan.strategies().get(client.number) == ConflictStrategies.FAIL;
    }

    private boolean canBeWithdrawn(MutationRequest request) {
        return isFailing()
                || request.patches().values().stream().flatMap(List::stream).anyMatch(Patch.Test.class::isInstance);
    }
}
